//! Accounts and sessions: sign-up, sign-in, sign-out, and who is signed in.
//!
//! [`Client::auth`](crate::client::Client::auth) returns [`Auth`]. After a sign-in the client it belongs to, and every
//! clone of that client, acts as that user until somebody else signs in or [`Auth::sign_out`] is called.

mod calls;
mod cell;
mod session;
mod sign_in;
mod sign_out;
mod sign_up;
mod user;

// With `rustls-no-provider` alone no client can be made before the program installs a provider.
#[cfg(all(test, any(feature = "rustls", not(feature = "rustls-no-provider"))))]
mod tests;

use std::fmt;
use std::sync::Arc;

pub(crate) use self::cell::SessionCell;
pub use self::session::Session;
pub use self::sign_up::SignUp;
pub use self::user::AuthUser;
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
