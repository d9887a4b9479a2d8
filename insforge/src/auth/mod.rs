//! Accounts and sessions: sign-up, sign-in, sign-out, and who is signed in.
//!
//! [`Client::auth`](crate::client::Client::auth) returns [`Auth`]. After a sign-in the client it belongs to, and every
//! clone of that client, acts as that user until somebody else signs in or [`Auth::sign_out`] is called.
//!
//! # How a session lives
//!
//! * It is renewed where it is used, from a minute before its access token expires, and once more if the server
//!   refuses the token all the same. However many calls wait, the server is asked once. No timer runs.
//! * A renewal has a task of its own: dropping a call loses no token.
//! * An outage ends no session: only the refresh route's own 401 or 403 does. Then every call fails with
//!   [`Unauthorized`](crate::ErrorKind::Unauthorized) until somebody signs in or out, and none goes out as nobody's.
//! * A call belongs to whoever was signed in when it began. It is never repeated as another user.
//! * A [`SessionStore`] keeps it beyond the end of the program, and is read at the first use, not when the client is
//!   made. [`FileStore`] is shared safely by several processes.
//!
//! A server that handles many users' requests does none of this: it makes a handle a request, by
//! [`Client::as_user`](crate::client::Client::as_user), which shares nothing but the connections.

pub(crate) mod calls;
mod cell;
mod current;
#[cfg(feature = "server")]
mod detached;
mod email_verification;
mod events;
mod expiry;
mod file_store;
mod flight;
#[cfg(any(fuzzing, test))]
pub(crate) mod fuzz;
mod id_token;
mod oauth;
mod otp;
mod persist;
mod profile;
mod provider;
pub(crate) mod public_config;
mod redirect;
mod renew;
mod reset_password;
mod secret;
mod session;
mod sign_in;
mod sign_out;
mod sign_up;
mod store;
mod tokens;
pub(crate) mod user;
mod user_auth;
#[cfg(feature = "verify")]
mod verify;

// With `rustls-no-provider` alone no client can be made before the program installs a provider.
#[cfg(all(test, any(feature = "rustls", not(feature = "rustls-no-provider"))))]
pub(crate) mod tests;

use std::fmt;
use std::sync::Arc;

pub(crate) use self::cell::SessionCell;
#[cfg(feature = "server")]
pub(crate) use self::detached::claimed_end;
pub use self::events::{SessionEvent, SessionEvents, SessionState};
pub use self::file_store::FileStore;
#[cfg(feature = "server")]
pub(crate) use self::flight::Flight;
pub use self::id_token::IdToken;
#[cfg(feature = "oauth-loopback")]
pub use self::oauth::OAuthLoopback;
pub use self::oauth::{CodeVerifier, OAuthProvider, OAuthSignIn, OAuthStart};
pub use self::profile::Profile;
pub(crate) use self::provider::Provider;
pub use self::provider::{TokenFuture, TokenProvider};
pub use self::public_config::{EmailMethod, PasswordPolicy, PublicAuthConfig};
pub use self::redirect::{AuthRedirect, LinkType};
pub use self::reset_password::ResetPasswordToken;
pub use self::secret::Secret;
pub use self::session::Session;
pub use self::sign_up::{SignUp, SignUpOptions};
pub use self::store::{MemoryStore, SessionStore, StoreError, StoreFuture, StoreGuard};
pub use self::user::AuthUser;
pub use self::user_auth::UserAuth;
#[cfg(feature = "verify")]
pub use self::verify::{Claims, Verifier};
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
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Auth")
            .field("session", &self.cell)
            .finish_non_exhaustive()
    }
}
