//! Access tokens that somebody else issues: an identity provider, or another part of the program.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use secrecy::SecretString;

use crate::error::{Error, ErrorKind, Result};

/// What a [`TokenProvider`] returns.
pub type TokenFuture<'a> =
    Pin<Box<dyn Future<Output = Result<String, Box<dyn StdError + Send + Sync>>> + Send + 'a>>;

/// Where a client gets its access token from, if not by signing in: a token of another issuer that the project
/// accepts. Given to a client by [`token_provider`](crate::ClientBuilder::token_provider).
///
/// A closure that returns a future of `Result<String, E>` is one. The client asks once for all calls that wait, keeps
/// the token until shortly before its `exp`, and asks again if the server refuses it. A token without `exp` is kept
/// until it is refused.
///
/// ```no_run
/// use insforge::Client;
///
/// # async fn fetch() -> Result<String, std::io::Error> { Ok(String::new()) }
/// let client = Client::builder("https://my-app.insforge.app")
///     .token_provider(|| async { fetch().await })
///     .anon_key("anon_0123")
///     .build()?;
/// # Ok::<(), insforge::Error>(())
/// ```
pub trait TokenProvider: Send + Sync + 'static {
    /// A token that is valid now. Errors must not quote tokens.
    fn token(&self) -> TokenFuture<'_>;
}

impl<F, T, E> TokenProvider for F
where
    F: Fn() -> T + Send + Sync + 'static,
    T: Future<Output = Result<String, E>> + Send + 'static,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    fn token(&self) -> TokenFuture<'_> {
        let asked = self();
        Box::pin(async move { asked.await.map_err(Into::into) })
    }
}

/// A provider as a client holds it.
#[derive(Clone)]
pub(crate) struct Provider(Arc<dyn TokenProvider>);

impl Provider {
    pub(crate) fn new(provider: impl TokenProvider) -> Self {
        Self(Arc::new(provider))
    }

    pub(super) async fn ask(&self) -> Result<SecretString> {
        match self.0.token().await {
            Ok(token) => Ok(token.into()),
            Err(error) => Err(
                Error::new(ErrorKind::Unauthorized, "the token provider has given no token")
                    .with_source(error),
            ),
        }
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenProvider")
    }
}
