//! Messages that the backend has kept.

use ::http::Method;
use serde::Deserialize;
use serde_json::Value;

use super::AdminRealtime;
use crate::error::Result;
use crate::http::{Request, Target};
use crate::schema::Timestamp;

const PATH: &str = "/api/realtime/messages";

/// A message that the backend has kept.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StoredMessage {
    /// Its id, a UUID; the `message_id` of what subscribers received.
    pub id: String,
    /// The event's name.
    pub event_name: String,
    /// The definition of its channel, unless that has been removed.
    #[serde(default)]
    pub channel_id: Option<String>,
    /// Its channel.
    pub channel_name: String,
    /// What it says.
    #[serde(default)]
    pub payload: Value,
    /// `user` or `system`.
    #[serde(default)]
    pub sender_type: String,
    /// The user who sent it.
    #[serde(default)]
    pub sender_id: Option<String>,
    /// How many sockets were subscribed.
    #[serde(default)]
    pub ws_audience_count: u64,
    /// How many webhooks there were.
    #[serde(default)]
    pub wh_audience_count: u64,
    /// How many webhooks took it.
    #[serde(default)]
    pub wh_delivered_count: u64,
    /// When it was sent, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
}

/// Which messages to list.
///
/// ```
/// use insforge::admin::realtime::MessageList;
///
/// let list = MessageList::new().event("order_paid").limit(20).offset(40);
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct MessageList {
    channel_id: Option<String>,
    event: Option<String>,
    limit: Option<u32>,
    offset: Option<u32>,
}

impl MessageList {
    /// The newest hundred.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only those of the channels of this definition.
    pub fn channel_id(mut self, id: impl Into<String>) -> Self {
        self.channel_id = Some(id.into());
        self
    }

    /// Only those of this event.
    pub fn event(mut self, name: impl Into<String>) -> Self {
        self.event = Some(name.into());
        self
    }

    /// How many, 1 to 1000.
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    /// How many to pass over.
    pub fn offset(mut self, offset: u32) -> Self {
        self.offset = Some(offset);
        self
    }

    fn target(&self) -> Target {
        let mut target = Target::new(PATH);
        let texts = [("channelId", &self.channel_id), ("eventName", &self.event)];
        for (name, value) in texts {
            if let Some(value) = value {
                target.pair(name, value);
            }
        }
        for (name, value) in [("limit", self.limit), ("offset", self.offset)] {
            if let Some(value) = value {
                target.pair(name, &value.to_string());
            }
        }
        target
    }
}

/// Numbers about the messages that the backend has kept.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MessageStats {
    /// How many there are.
    pub total_messages: u64,
    /// The part of the webhook calls that worked, 0 to 1.
    #[serde(default)]
    pub wh_delivery_rate: f64,
    /// The most frequent events.
    #[serde(default)]
    pub top_events: Vec<EventCount>,
    /// After how many days messages are removed; `None` for never.
    #[serde(default)]
    pub retention_days: Option<u32>,
}

/// Which messages the numbers are about.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct StatsOf {
    channel_id: Option<String>,
    since: Option<Timestamp>,
}

impl StatsOf {
    /// All that are kept.
    pub fn all() -> Self {
        Self::default()
    }

    /// Only those of the channels of this definition.
    pub fn channel_id(mut self, id: impl Into<String>) -> Self {
        self.channel_id = Some(id.into());
        self
    }

    /// Only those sent at this time and later.
    pub fn since(mut self, time: Timestamp) -> Self {
        self.since = Some(time);
        self
    }
}

/// How often an event was sent.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EventCount {
    /// The event's name.
    pub event_name: String,
    /// How many messages.
    pub count: u64,
}

#[derive(Deserialize)]
struct Deleted {
    deleted: u64,
}

impl AdminRealtime {
    /// Lists messages, the newest first: `GET /api/realtime/messages`.
    ///
    /// # Errors
    /// [`Invalid`](crate::error::ErrorKind::Invalid) for a limit out of range.
    pub async fn list_messages(&self, list: MessageList) -> Result<Vec<StoredMessage>> {
        self.read("admin.realtime.list_messages", list.target()).await
    }

    /// Removes all messages, and says how many: `DELETE /api/realtime/messages`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn clear_messages(&self) -> Result<u64> {
        let request = Request::new(
            "admin.realtime.clear_messages",
            Method::DELETE,
            Target::new(PATH).finish(),
        );
        let deleted: Deleted = self.call(request).await?;
        Ok(deleted.deleted)
    }

    /// Numbers about the messages: `GET /api/realtime/messages/stats`.
    ///
    /// ```no_run
    /// use insforge::admin::realtime::StatsOf;
    ///
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// let since = "2026-11-01T00:00:00Z".parse().expect("a time");
    /// let stats = admin.realtime().message_stats(StatsOf::all().since(since)).await?;
    /// println!("{} messages, {:?} most of all", stats.total_messages, stats.top_events.first());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Invalid`](crate::error::ErrorKind::Invalid) for an id that is no UUID.
    pub async fn message_stats(&self, of: StatsOf) -> Result<MessageStats> {
        let mut target = Target::new("/api/realtime/messages/stats");
        if let Some(id) = &of.channel_id {
            target.pair("channelId", id);
        }
        if let Some(time) = of.since {
            target.pair("since", &time.to_string());
        }
        self.read("admin.realtime.message_stats", target).await
    }
}
