//! The way to realtime: the connection for every role, and what administers it for the administrator.

use super::{Admin, Client};
#[cfg(feature = "realtime")]
use super::{Anon, User};
use crate::admin::realtime::AdminRealtime;
#[cfg(feature = "realtime")]
use crate::realtime::Realtime;

#[cfg(feature = "realtime")]
impl Client<Anon> {
    /// Messages over a websocket, as the user who is signed in, or nobody. Clones of the client share the connection,
    /// which is made again when the user changes.
    #[must_use]
    pub fn realtime(&self) -> Realtime {
        self.realtime.clone()
    }
}

#[cfg(feature = "realtime")]
impl Client<User> {
    /// Messages over a websocket, as the token's user. Clones of the client share the connection. The token is never
    /// renewed: the connection lives on when it expires, and cannot be made again then.
    #[must_use]
    pub fn realtime(&self) -> Realtime {
        self.realtime.clone()
    }
}

impl Client<Admin> {
    /// Channel definitions, kept messages, triggers that publish a table's changes, and (with the feature `realtime`)
    /// the administrator's own connection.
    #[must_use]
    pub fn realtime(&self) -> AdminRealtime {
        AdminRealtime::new(
            self.caller.clone(),
            self.schema.clone(),
            #[cfg(feature = "realtime")]
            self.realtime.clone(),
        )
    }
}
