//! What a web server needs for users who are signed in on none of its clients: it keeps their tokens in cookies.

use std::sync::Arc;
use std::time::SystemTime;

use secrecy::SecretString;

use super::calls::session_call;
use super::expiry::Expiry;
use super::{Auth, Session, SessionCell, renew};
use crate::error::Result;
use crate::http::{Bearer, Credential};

impl Auth {
    /// The same calls on a session that nobody else has, no store keeps and that goes with this value.
    pub(crate) fn detached(&self) -> Self {
        let cell = Arc::new(SessionCell::new(self.cell.anon.clone(), None, None));
        Self {
            caller: self.caller.with_credential(Credential::Session(cell.clone())),
            cell,
        }
    }

    /// A new session for a refresh token: `POST /api/auth/refresh`. Nobody is signed in by it.
    pub(crate) async fn renewed(&self, refresh: &SecretString) -> Result<Session> {
        renew::fetch(&self.cell, &self.caller, refresh).await
    }

    /// Tells the server that a session ends: `POST /api/auth/logout`.
    pub(crate) async fn log_out(&self, token: &str) -> Result<()> {
        let request = session_call::<()>("auth.sign_out", "/api/auth/logout", None)?;
        let caller = self
            .caller
            .with_credential(Credential::User(Bearer::user_token(token)?));
        caller.send(request).await.map(|_| ())
    }
}

/// When a token ends by its own words, which nobody has verified.
pub(crate) fn claimed_end(token: &str) -> Option<SystemTime> {
    Expiry::claimed(token).end()
}
