//! What passes between the task that owns the connection and those who read and publish.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use tokio::sync::{broadcast, oneshot, watch};

use super::Member;
use super::channel_name::ChannelName;
use super::message::RawMessage;
use crate::error::{Error, Result};

/// What a channel's readers receive.
#[derive(Clone, Debug)]
pub(super) enum Delivery {
    Message(Arc<RawMessage>),
    Joined(Member),
    Left(Member),
    Gap,
    /// The channel is not served any more: refused, or the credential was.
    Failed(Arc<Error>),
}

/// The two ends that a reader of a channel holds.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) deliveries: broadcast::Receiver<Delivery>,
    pub(super) members: watch::Receiver<Vec<Member>>,
}

/// A message on its way, until the server has delivered it.
#[derive(Debug)]
pub(super) struct Outgoing {
    pub(super) channel: ChannelName,
    pub(super) event: String,
    pub(super) payload: Map<String, Value>,
    pub(super) done: oneshot::Sender<Result<()>>,
}

impl Outgoing {
    pub(super) fn body(&self) -> Value {
        json!({ "channel": self.channel.as_str(), "event": self.event, "payload": self.payload })
    }

    /// The bytes of its packet, give or take a few.
    pub(super) fn size(&self) -> usize {
        self.body().to_string().len() + 32
    }
}
