//! Signing in, renewing the session, and asking who is signed in.

use std::sync::Arc;

use ::http::Method;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};

use super::calls::{EmailPassword, session_call};
use super::session::SessionBody;
use super::{Auth, AuthUser, Session};
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Credential, Request, Target};

const SIGN_IN: &str = "auth.sign_in_with_password";
const REFRESH: &str = "auth.refresh_session";
const CURRENT_USER: &str = "auth.get_current_user";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RefreshBody<'a> {
    refresh_token: &'a str,
}

#[derive(Deserialize)]
struct UserBody {
    user: AuthUser,
}

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
    /// [`WrongCredentials`](ErrorKind::WrongCredentials) for a wrong address or password,
    /// [`Forbidden`](ErrorKind::Forbidden) for an address that is not verified where the project asks for it,
    /// [`Invalid`](ErrorKind::Invalid) for input of no use.
    pub async fn sign_in_with_password(&self, email: &str, password: &str) -> Result<Session> {
        let request = session_call(
            SIGN_IN,
            "/api/auth/sessions",
            Some(&EmailPassword { email, password }),
        )?;
        let answer = self
            .caller
            .with_credential(Credential::Anon(self.cell.anon()))
            .send(request)
            .await?;
        self.keep(answer.decode(SIGN_IN)?, SIGN_IN)
    }

    /// Renews the session of this client with its refresh token: `POST /api/auth/refresh`.
    ///
    /// If somebody signs in or out meanwhile, that is what stays. A server that cannot be reached ends no session; one
    /// that refuses the token does.
    ///
    /// # Errors
    /// [`Unauthorized`](ErrorKind::Unauthorized) where nobody is signed in or the server refuses the token.
    pub async fn refresh_session(&self) -> Result<Session> {
        let (generation, session) = self.cell.get();
        let session = session.ok_or_else(|| nobody(REFRESH))?;
        let refresh = session.refresh_secret().ok_or_else(|| {
            Error::new(ErrorKind::Unauthorized, "the session has no refresh token").with_operation(REFRESH)
        })?;
        let body = RefreshBody {
            refresh_token: refresh.expose_secret(),
        };
        let request = session_call(REFRESH, "/api/auth/refresh", Some(&body))?;
        let sent = self
            .caller
            .with_credential(Credential::Anon(self.cell.anon()))
            .send(request)
            .await;
        let answer = sent.inspect_err(|error| {
            if matches!(error.status(), Some(401 | 403)) {
                self.cell.replace(generation, None);
            }
        })?;
        let renewed = Session::from_body(answer.decode::<SessionBody>(REFRESH)?, Some(refresh.clone()))
            .map_err(|error| error.with_operation(REFRESH))?;
        let renewed = Arc::new(renewed);
        if self.cell.replace(generation, Some(Arc::clone(&renewed))) {
            return Ok(Session::clone(&renewed));
        }
        // Somebody signed in, or signed out, while the answer was on its way.
        self.session().ok_or_else(|| nobody(REFRESH))
    }

    /// Asks the server who is signed in on this client: `GET /api/auth/sessions/current`.
    ///
    /// # Errors
    /// [`Unauthorized`](ErrorKind::Unauthorized) where nobody is (nothing is sent then), the session has expired, or the
    /// account is gone.
    pub async fn get_current_user(&self) -> Result<AuthUser> {
        if self.cell.get().1.is_none() {
            return Err(nobody(CURRENT_USER));
        }
        let target = Target::new("/api/auth/sessions/current").finish();
        let answer = self
            .caller
            .send(Request::new(CURRENT_USER, Method::GET, target))
            .await?;
        Ok(answer.decode::<UserBody>(CURRENT_USER)?.user)
    }

    /// Makes the server's answer the session of this client.
    pub(super) fn keep(&self, body: SessionBody, operation: &'static str) -> Result<Session> {
        let session = Session::from_body(body, None).map_err(|error| error.with_operation(operation))?;
        self.cell.set(Some(Arc::new(session.clone())));
        Ok(session)
    }
}

fn nobody(operation: &'static str) -> Error {
    Error::new(
        ErrorKind::Unauthorized,
        "nobody is signed in on this client; sign in first",
    )
    .with_operation(operation)
}
