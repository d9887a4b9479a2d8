//! Accounts and sessions: sign-up, sign-in, sign-out, and who is signed in.
//!
//! [`Client::auth`](crate::client::Client::auth) returns [`Auth`]. After a sign-in the client it belongs to, and every
//! clone of that client, acts as that user until somebody else signs in or [`Auth::sign_out`] is called.

pub(crate) mod calls;
mod cell;
mod email_verification;
mod id_token;
mod oauth;
pub(crate) mod open_enum;
mod otp;
mod profile;
pub(crate) mod public_config;
mod redirect;
mod reset_password;
mod secret;
mod session;
mod sign_in;
mod sign_out;
mod sign_up;
pub(crate) mod user;
mod user_auth;

// With `rustls-no-provider` alone no client can be made before the program installs a provider.
#[cfg(all(test, any(feature = "rustls", not(feature = "rustls-no-provider"))))]
mod tests;

use std::fmt;
use std::sync::Arc;

pub(crate) use self::cell::SessionCell;
pub use self::id_token::IdToken;
#[cfg(feature = "oauth-loopback")]
pub use self::oauth::OAuthLoopback;
pub use self::oauth::{CodeVerifier, OAuthProvider, OAuthSignIn, OAuthStart};
pub use self::profile::Profile;
pub use self::public_config::{EmailMethod, PasswordPolicy, PublicAuthConfig};
pub use self::redirect::{AuthRedirect, LinkType};
pub use self::reset_password::ResetPasswordToken;
pub use self::secret::Secret;
pub use self::session::Session;
pub use self::sign_up::{SignUp, SignUpOptions};
pub use self::user::AuthUser;
pub use self::user_auth::UserAuth;
use crate::http::Caller;

/// The calls about accounts and the session of one client.
///
/// ```no_run
/// use insforge::Client;
///
/// # async fn demo(client: Client) -> insforge::Result<()> {
/// let auth = client.auth();
/// auth.sign_in_with_password("ada@example.com", "correct horse").await?;
/// assert_eq!(auth.get_current_user().await?.email, "ada@example.com");
/// auth.sign_out().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Auth {
    caller: Caller,
    cell: Arc<SessionCell>,
}

impl Auth {
    pub(crate) fn new(caller: Caller, cell: Arc<SessionCell>) -> Self {
        Self { caller, cell }
    }

    /// The session of the user who is signed in on this client, without asking the server.
    #[must_use]
    pub fn session(&self) -> Option<Session> {
        self.cell.get().1.map(|session| Session::clone(&session))
    }
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Auth")
            .field("session", &self.cell)
            .finish_non_exhaustive()
    }
}
