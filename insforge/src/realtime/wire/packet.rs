//! Socket.IO packets as values.

use std::fmt;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// The namespace that a connection is in unless it says another.
pub(crate) const ROOT: &str = "/";

/// What goes over the websocket as one frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    Text(String),
    Binary(Bytes),
}

/// A Socket.IO packet with its attachments.
#[derive(Clone, Debug)]
pub(crate) struct Packet {
    pub(crate) namespace: Box<str>,
    pub(crate) kind: Kind,
}

/// What a packet does.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// Joins a namespace, or says that it was joined.
    Connect(Option<Box<RawValue>>),
    /// Leaves the namespace.
    Disconnect,
    /// An event; the id asks for an acknowledgement.
    Event { id: Option<u64>, arguments: Arguments },
    /// The acknowledgement of an event.
    Ack { id: u64, arguments: Arguments },
    /// The namespace was not joined.
    ConnectError(Refusal),
}

/// The arguments of an event or acknowledgement: JSON values, in which `{"_placeholder":true,"num":0}` stands for an
/// attachment. The first argument of an event is its name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arguments {
    pub(crate) values: Vec<Box<RawValue>>,
    pub(crate) attachments: Vec<Bytes>,
}

impl Packet {
    /// An event of the root namespace with one argument; the id asks for an acknowledgement.
    pub(crate) fn event(name: &str, body: &Value, id: Option<u64>) -> Self {
        let values = [Value::from(name), body.clone()]
            .iter()
            .filter_map(|value| RawValue::from_string(value.to_string()).ok())
            .collect();
        let arguments = Arguments {
            values,
            attachments: Vec::new(),
        };
        Self {
            namespace: ROOT.into(),
            kind: Kind::Event { id, arguments },
        }
    }
}

impl Arguments {
    /// The name of an event, where it has one.
    pub(crate) fn name(&self) -> Option<String> {
        serde_json::from_str(self.values.first()?.get()).ok()
    }
}

/// Why a namespace was not joined.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Refusal {
    #[serde(default)]
    pub(crate) message: String,
}

/// Bytes that are no packet. The text says what is wrong with them and quotes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WireError(pub(crate) &'static str);

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for WireError {}
