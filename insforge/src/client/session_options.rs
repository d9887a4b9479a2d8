//! The settings of a client's session.

use std::sync::Arc;

use super::ClientBuilder;
use crate::auth::{Provider, SessionCell, SessionStore, TokenProvider};
use crate::error::{Error, Result};
use crate::http::Bearer;

/// What [`ClientBuilder::session_store`] and [`ClientBuilder::token_provider`] were given.
#[derive(Debug, Default)]
pub(super) struct SessionOptions {
    store: Option<Arc<dyn SessionStore>>,
    provider: Option<Provider>,
}

impl<K> ClientBuilder<K> {
    /// Keeps the session in a store: [`FileStore`](crate::auth::FileStore), or one of the program's own. It is read at
    /// the first call, or by [`Auth::load`](crate::auth::Auth::load); making the client does not touch it.
    ///
    /// Only for a client with an anon key; `build` refuses it otherwise.
    pub fn session_store(mut self, store: impl SessionStore) -> Self {
        self.options.session.store = Some(Arc::new(store));
        self
    }

    /// Acts with access tokens that this provider gives, as long as nobody signs in on the client.
    ///
    /// ```
    /// use insforge::Client;
    ///
    /// let client = Client::builder("http://localhost:7130")
    ///     .token_provider(|| async { std::env::var("ACCESS_TOKEN") })
    ///     .anon_key("anon_0123")
    ///     .build()?;
    /// # Ok::<(), insforge::Error>(())
    /// ```
    ///
    /// Only for a client with an anon key; `build` refuses it otherwise.
    pub fn token_provider(mut self, provider: impl TokenProvider) -> Self {
        self.options.session.provider = Some(Provider::new(provider));
        self
    }
}

impl SessionOptions {
    pub(super) fn cell(self, anon: Bearer) -> SessionCell {
        SessionCell::new(anon, self.store, self.provider)
    }

    /// For clients that have no session.
    pub(super) fn none(self) -> Result<()> {
        if self.store.is_none() && self.provider.is_none() {
            return Ok(());
        }
        Err(Error::config(
            "a client with an admin API key has no session; give session_store and token_provider to one with an anon key",
        ))
    }
}
