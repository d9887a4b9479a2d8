//! Signing in with a password, and what every way of signing in ends with.

use std::sync::Arc;

use super::calls::{EmailPassword, session_call};
use super::cell::Identity;
use super::session::SessionBody;
use super::{Auth, Session};
use crate::error::Result;
use crate::http::Credential;

const SIGN_IN: &str = "auth.sign_in_with_password";

impl Auth {
    /// Signs a user in: `POST /api/auth/sessions`. This client and its clones act as that user from then on.
    ///
    /// ```no_run
    /// use insforge::ErrorKind;
    ///
    /// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
    /// match client.auth().sign_in_with_password("ada@example.com", "correct horse").await {
    ///     Ok(session) => println!("hello, {}", session.user.email),
    ///     Err(error) if error.kind() == ErrorKind::WrongCredentials => println!("no such pair"),
    ///     Err(error) => return Err(error),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`WrongCredentials`](crate::error::ErrorKind::WrongCredentials) for a wrong address or password,
    /// [`Unverified`](crate::error::ErrorKind::Unverified) for an address that is not verified where the project asks for it,
    /// [`Invalid`](crate::error::ErrorKind::Invalid) for input of no use.
    pub async fn sign_in_with_password(&self, email: &str, password: &str) -> Result<Session> {
        let request = session_call(
            SIGN_IN,
            "/api/auth/sessions",
            Some(&EmailPassword { email, password }),
        )?;
        let answer = self
            .caller
            .with_credential(Credential::Anon(self.cell.anon.clone()))
            .send(request)
            .await?;
        self.keep(answer.decode(SIGN_IN)?, SIGN_IN).await
    }

    /// Makes the server's answer the session of this client.
    pub(super) async fn keep(&self, body: SessionBody, operation: &'static str) -> Result<Session> {
        let session = Session::from_body(body, None, self.cell.clock.now())
            .map_err(|error| error.with_operation(operation))?;
        self.store(session.clone()).await;
        Ok(session)
    }

    /// Makes this session the client's, and waits until the session store has it.
    pub(super) async fn store(&self, session: Session) {
        let (_, version) = self.cell.set(Identity::Session(Arc::new(session)));
        self.cell.persisted(version).await;
    }
}
