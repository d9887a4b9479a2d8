//! Messages, as a subscription hands them out.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::open_enum::open_enum;

/// What a subscription yields.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event<T> {
    /// Somebody, or a trigger in the database, has published this.
    Message(Message<T>),
    /// A member has joined the channel.
    Joined(Member),
    /// A member has left the channel.
    Left(Member),
    /// The connection was lost and is back: messages published in between are not delivered any more. Read again what
    /// you need to be sure of.
    Gap,
    /// The program reads more slowly than messages come: this many were thrown away.
    Lagged(u64),
}

/// A message of a channel.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Message<T> {
    /// The name that its sender gave it, such as `message`.
    pub event: String,
    /// What it says.
    pub payload: T,
    /// Where it comes from.
    pub meta: Meta,
}

/// Where a message comes from.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Meta {
    /// The channel, as it was subscribed to.
    #[serde(default)]
    pub channel: String,
    /// The message's id, a UUID: the same in every copy of it.
    #[serde(default)]
    pub message_id: Option<String>,
    /// What sort of sender it was.
    #[serde(default, rename = "senderType")]
    pub sender: Sender,
    /// The sender's user id, where a user sent it.
    #[serde(default)]
    pub sender_id: Option<String>,
    /// When it was sent, ISO 8601, by the server's clock.
    #[serde(default)]
    pub timestamp: Option<String>,
}

open_enum! {
    /// Who sends messages.
    pub enum Sender {
        /// The database, or an administrator.
        System = "system",
        /// A client, signed in or not.
        User = "user",
    }

    /// What sort of member.
    pub enum MemberKind {
        /// A signed-in user.
        User = "user",
        /// A client that nobody has signed in on, or an administrator's.
        Anonymous = "anonymous",
    }
}

#[allow(clippy::derivable_impls, reason = "the macro makes the enum")]
impl Default for Sender {
    fn default() -> Self {
        Self::System
    }
}

#[allow(clippy::derivable_impls, reason = "the macro makes the enum")]
impl Default for MemberKind {
    fn default() -> Self {
        Self::Anonymous
    }
}

/// Somebody who has subscribed to a channel.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Member {
    /// Whether it is a user or a client that nobody has signed in on.
    #[serde(rename = "type", default)]
    pub kind: MemberKind,
    /// The user's id; the connection's id for others. A user with several connections is one member.
    pub presence_id: String,
    /// When the member joined, ISO 8601, by the server's clock.
    #[serde(default)]
    pub joined_at: Option<String>,
}

/// A message before it is read into a program's type: the payload's fields, and what the server added to them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RawMessage {
    pub(super) event: String,
    pub(super) fields: Map<String, Value>,
    pub(super) meta: Meta,
}

impl RawMessage {
    /// Reads the argument of an event. `None` for one that is no channel's message.
    pub(super) fn read(event: String, json: &str) -> Option<Self> {
        let mut fields: Map<String, Value> = serde_json::from_str(json).ok()?;
        let meta = serde_json::from_value(fields.remove("meta")?).ok()?;
        Some(Self { event, fields, meta })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_s_own_fields_are_told_from_the_payload_s() {
        let json = r#"{"text":"hi","meta":{"channel":"realtime:chat:1","senderType":"user","senderId":"u1","messageId":"m1","timestamp":"t","new":1}}"#;
        let message = RawMessage::read("note".into(), json).unwrap();
        assert_eq!(
            (message.fields.len(), &message.fields["text"]),
            (1, &Value::from("hi"))
        );
        assert_eq!(
            (message.meta.channel.as_str(), &message.meta.sender),
            ("realtime:chat:1", &Sender::User)
        );
        assert_eq!(RawMessage::read("x".into(), r#"{"text":"hi"}"#), None);
        assert_eq!(RawMessage::read("x".into(), "[]"), None);
        let odd = RawMessage::read("x".into(), r#"{"meta":{"senderType":"robot"}}"#).unwrap();
        assert_eq!(odd.meta.sender, Sender::Other("robot".into()));
    }
}
