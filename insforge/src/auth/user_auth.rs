//! What a client made for one token may ask about its user.

use std::fmt;

use super::AuthUser;
use super::current::current_user;
use crate::error::Result;
use crate::http::Caller;

const CURRENT_USER: &str = "auth.get_current_user";

/// The calls about the user of one token; [`Client::<User>::auth`](crate::client::Client::auth) returns it. There is no
/// session here to renew or to end.
///
/// ```no_run
/// # async fn demo(client: insforge::Client, token: &str) -> insforge::Result<()> {
/// let user = client.as_user(token)?.auth().get_current_user().await?;
/// println!("{} asks", user.email);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct UserAuth {
    pub(super) caller: Caller,
}

impl UserAuth {
    pub(crate) fn new(caller: Caller) -> Self {
        Self { caller }
    }

    /// Asks the server whose token this is: `GET /api/auth/sessions/current`.
    ///
    /// # Errors
    /// [`Unauthorized`](crate::error::ErrorKind::Unauthorized) where the token is expired or not the project's, or the
    /// account is gone.
    pub async fn get_current_user(&self) -> Result<AuthUser> {
        current_user(&self.caller, CURRENT_USER).await
    }
}

impl fmt::Debug for UserAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserAuth").finish_non_exhaustive()
    }
}
