//! Signing out.

use super::Auth;
use super::calls::session_call;
use super::cell::Identity;
use crate::error::Result;
use crate::http::Credential;

const OPERATION: &str = "auth.sign_out";

impl Auth {
    /// Forgets the session of this client, clears its session store, and tells the server: `POST /api/auth/logout`.
    ///
    /// The client is signed out in any case, also where the call fails. The tokens stay valid until they expire,
    /// since the server keeps no list of them.
    ///
    /// # Errors
    /// Those of the call to the server; there is none if nobody was signed in.
    pub async fn sign_out(&self) -> Result<()> {
        // What cannot be read is cleared all the same.
        let _ = self.cell.load().await;
        let (before, version) = self.cell.set(Identity::Nobody);
        self.cell.persisted(version).await;
        let Some(session) = before.session() else {
            return Ok(());
        };
        let request = session_call::<()>(OPERATION, "/api/auth/logout", None)?;
        let caller = self
            .caller
            .with_credential(Credential::User(session.bearer().clone()));
        caller.send(request).await.map(|_| ())
    }
}
