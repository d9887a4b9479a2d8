//! Signing in with a token that Google or Apple issued to an app.

use std::fmt;

use serde::Serialize;

use super::calls::session_call;
use super::{Auth, Secret, Session};
use crate::error::{Error, Result};

const OPERATION: &str = "auth.sign_in_with_id_token";

/// An ID token of a provider: what its own SDK hands to a native app or a web page.
///
/// ```
/// use insforge::auth::IdToken;
///
/// let google = IdToken::google("eyJ…");
/// let apple = IdToken::apple("eyJ…", "the raw nonce").name("Ada");
/// assert!(!format!("{google:?} {apple:?}").contains("eyJ"));
/// ```
#[derive(Clone)]
#[must_use]
pub struct IdToken {
    provider: &'static str,
    token: Secret,
    nonce: Option<Secret>,
    name: Option<String>,
}

impl IdToken {
    /// A token of Google, issued to the client id of the project's configuration or to one of its native client ids.
    pub fn google(token: &str) -> Self {
        Self::new("google", token, None)
    }

    /// A token of Apple. `nonce` is the raw one, at most 255 characters; the token itself carries its SHA-256.
    pub fn apple(token: &str, nonce: &str) -> Self {
        Self::new("apple", token, Some(nonce.into()))
    }

    fn new(provider: &'static str, token: &str, nonce: Option<Secret>) -> Self {
        Self {
            provider,
            token: token.into(),
            nonce,
            name: None,
        }
    }

    /// The user's name, which Apple tells the app at the first sign-in only. Google's tokens carry it themselves.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    fn call(&self) -> Result<Call<'_>> {
        let refuse = |message: &'static str| Err(Error::request(message).with_operation(OPERATION));
        if self.token.expose().is_empty() {
            return refuse("the ID token is empty");
        }
        if self.provider == "google" && self.name.is_some() {
            return refuse("Google's ID tokens carry the name themselves; leave `name` out");
        }
        match &self.nonce {
            Some(nonce) if nonce.expose().is_empty() => {
                return refuse("the nonce is empty; give the raw one that the app made for this sign-in");
            }
            Some(nonce) if nonce.expose().chars().count() > 255 => {
                return refuse("the nonce is longer than 255 characters");
            }
            _ => {}
        }
        Ok(Call {
            provider: self.provider,
            token: self.token.expose(),
            nonce: self.nonce.as_ref().map(Secret::expose),
            name: self.name.as_deref(),
        })
    }
}

impl fmt::Debug for IdToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdToken")
            .field("provider", &self.provider)
            .finish_non_exhaustive()
    }
}

#[derive(Serialize)]
struct Call<'a> {
    provider: &'static str,
    token: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
}

impl Auth {
    /// Signs a user in with an ID token of Google or Apple: `POST /api/auth/id-token`. A user who is new gets an account.
    /// This client and its clones act as that user from then on.
    ///
    /// ```no_run
    /// use insforge::auth::IdToken;
    ///
    /// # async fn demo(client: insforge::Client, token: &str) -> insforge::Result<()> {
    /// let session = client.auth().sign_in_with_id_token(IdToken::google(token)).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`WrongCredentials`](crate::error::ErrorKind::WrongCredentials) for a token that is not the provider's, is expired,
    /// or was issued to another app; [`Request`](crate::error::ErrorKind::Request) for an empty token or nonce;
    /// [`RateLimited`](crate::error::ErrorKind::RateLimited) after 30 sign-ins in 15 minutes from one address.
    pub async fn sign_in_with_id_token(&self, token: IdToken) -> Result<Session> {
        let request = session_call(OPERATION, "/api/auth/id-token", Some(&token.call()?))?;
        let answer = self.send_as_nobody(request).await?;
        self.keep(answer.decode(OPERATION)?, OPERATION).await
    }
}
