//! Signing in, up and out on a server: the tokens go into cookies, and nowhere else.

use ::http::HeaderMap;
use secrecy::ExposeSecret;

use super::request_cookies::RequestCookies;
use super::{CookieSessions, SetCookies};
use crate::auth::{Auth, AuthUser, Session, SignUp, SignUpOptions};
use crate::error::{Error, Result};

/// A user who has just signed in. The tokens are in the cookies alone, so that none gets into an answer.
#[derive(Debug)]
#[non_exhaustive]
pub struct SignedIn {
    /// The account.
    pub user: AuthUser,
    /// What to add to the response.
    pub cookies: SetCookies,
}

/// What became of a sign-up.
#[derive(Debug)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant, reason = "one is made a sign-up")]
pub enum SignedUp {
    /// The account is made and signed in.
    SignedIn(SignedIn),
    /// The account is made, and its address must be verified first: a mail is on its way.
    NeedsVerification,
}

/// A user who has signed out.
#[derive(Debug)]
#[non_exhaustive]
pub struct SignedOut {
    /// What to add to the response.
    pub cookies: SetCookies,
    /// What InsForge said to it, where it failed. The browser is signed out all the same.
    pub error: Option<Error>,
}

impl CookieSessions {
    /// Signs a user in by any call of [`Auth`] that ends with a session, and puts its tokens into cookies.
    ///
    /// ```no_run
    /// use insforge::server::CookieSessions;
    ///
    /// # async fn demo(sessions: CookieSessions, response: &mut http::HeaderMap) -> insforge::Result<()> {
    /// let signed_in = sessions
    ///     .sign_in(async |auth| auth.sign_in_with_password("ada@example.com", "correct horse").await)
    ///     .await?;
    /// println!("hello, {}", signed_in.user.email);
    /// signed_in.cookies.apply(response);
    ///
    /// // The code of a mail that verifies an address signs in too.
    /// let verified = sessions.sign_in(async |auth| auth.verify_email("ada@example.com", "123456").await).await?;
    /// verified.cookies.apply(response);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Those of the call, and [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) where a token is too large for a
    /// cookie.
    pub async fn sign_in(&self, call: impl AsyncFnOnce(Auth) -> Result<Session>) -> Result<SignedIn> {
        let session = call(self.auth()).await?;
        self.signed_in(session)
    }

    /// Makes an account: `POST /api/auth/users`. If the project needs no verified address, the user is signed in.
    ///
    /// # Errors
    /// As [`Auth::sign_up`].
    pub async fn sign_up(&self, email: &str, password: &str, options: SignUpOptions) -> Result<SignedUp> {
        match self.auth().sign_up_with(email, password, options).await? {
            SignUp::SignedIn(session) => self.signed_in(session).map(SignedUp::SignedIn),
            SignUp::NeedsVerification => Ok(SignedUp::NeedsVerification),
        }
    }

    /// Signs the browser out and tells InsForge: `POST /api/auth/logout`. The browser is signed out whatever InsForge
    /// says. Access tokens that were handed out stay valid until they end, since the server keeps no list of them.
    pub async fn sign_out(&self, request: &HeaderMap) -> SignedOut {
        let error = match RequestCookies::read(request, &self.cookies).access {
            Some(token) => self.auth().log_out(token.expose_secret()).await.err(),
            None => None,
        };
        SignedOut {
            cookies: self.clear(),
            error,
        }
    }

    pub(super) fn signed_in(&self, session: Session) -> Result<SignedIn> {
        Ok(SignedIn {
            cookies: self.set(&session)?,
            user: session.user,
        })
    }
}
