//! Engine.IO packets: one a websocket frame.

use std::time::Duration;

use serde::Deserialize;

use super::WireError;

/// A packet in a text frame. A binary frame is always a message's attachment.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum EnginePacket<'a> {
    Open(Handshake),
    Close,
    /// The server asks whether the client is there; the answer repeats the text.
    Ping(&'a str),
    Pong(&'a str),
    /// A Socket.IO packet.
    Message(&'a str),
    /// Of use with other transports alone.
    Noop,
}

/// What the server says first.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Handshake {
    /// Milliseconds between two pings.
    ping_interval: u64,
    /// Milliseconds that a ping may be late.
    ping_timeout: u64,
    /// The largest message, in bytes.
    #[serde(default)]
    pub(crate) max_payload: Option<u64>,
}

impl Handshake {
    /// After this long without a ping the connection is dead.
    pub(crate) fn patience(&self) -> Duration {
        Duration::from_millis(self.ping_interval.saturating_add(self.ping_timeout))
    }
}

impl<'a> EnginePacket<'a> {
    /// Reads a text frame.
    pub(crate) fn read(text: &'a str) -> Result<Self, WireError> {
        let mut characters = text.chars();
        let kind = characters.next().ok_or(WireError("an empty frame"))?;
        let rest = characters.as_str();
        Ok(match kind {
            '0' => Self::Open(
                serde_json::from_str(rest).map_err(|_| WireError("a handshake that cannot be read"))?,
            ),
            '1' => Self::Close,
            '2' => Self::Ping(rest),
            '3' => Self::Pong(rest),
            '4' => Self::Message(rest),
            '5' | '6' => Self::Noop,
            _ => return Err(WireError("an Engine.IO packet of an unknown kind")),
        })
    }
}
