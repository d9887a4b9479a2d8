use std::sync::{OnceLock, PoisonError, RwLock};

use socketioxide::SocketIo;
use tokio::sync::Mutex;
use tokio_postgres::Client;

use super::controls::RealtimeControls;
use super::presence::Presence;

/// What realtime remembers beside the channels and messages, which are in the database.
#[derive(Default)]
pub(crate) struct RealtimeState {
    /// Asks the database with a caller's rights; one question at a time, each in a transaction of its own.
    pub(super) database: Mutex<Option<Client>>,
    pub(super) presence: RwLock<Presence>,
    pub(super) io: OnceLock<SocketIo>,
    pub(crate) controls: RealtimeControls,
}

impl RealtimeState {
    pub(super) fn presence(&self) -> std::sync::RwLockWriteGuard<'_, Presence> {
        self.presence.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The room of a channel's sockets; messages carry its name where others carry the channel's.
pub(super) fn room(channel: &str) -> String {
    format!("realtime:{channel}")
}
