//! What the server says of subscriptions, messages and members, as the hub reads it.

use serde::Deserialize;

use super::{Member, Meta};
use crate::error::{Error, ErrorKind};

#[derive(Deserialize)]
pub(super) struct SubscribeAck {
    pub(super) ok: bool,
    #[serde(default)]
    pub(super) presence: Option<AckPresence>,
    #[serde(default)]
    pub(super) error: Option<Problem>,
}

#[derive(Deserialize)]
pub(super) struct AckPresence {
    #[serde(default)]
    pub(super) members: Vec<Member>,
}

/// An error as the server writes it, alone or in an acknowledgement.
#[derive(Deserialize)]
pub(super) struct Problem {
    #[serde(default)]
    pub(super) channel: Option<String>,
    #[serde(default)]
    pub(super) code: String,
    #[serde(default)]
    pub(super) message: String,
}

#[derive(Deserialize)]
pub(super) struct PresenceChange {
    pub(super) member: Member,
    pub(super) meta: Meta,
}

impl Problem {
    pub(super) fn error(&self) -> Error {
        let kind = match self.code.as_str() {
            "REALTIME_UNAUTHORIZED" => ErrorKind::Forbidden,
            "REALTIME_NOT_SUBSCRIBED" | "REALTIME_INVALID_CHANNEL_REQUEST" => ErrorKind::Request,
            _ => ErrorKind::Server,
        };
        Error::new(kind, self.message.clone()).with_code(&self.code)
    }
}
