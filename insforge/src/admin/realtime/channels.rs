//! Channel definitions: which channels there are.

use ::http::Method;
use serde::{Deserialize, Serialize};

use super::AdminRealtime;
use crate::error::{Error, Result};
use crate::http::{Request, Target};

const PATH: &str = "/api/realtime/channels";
const CREATE: &str = "admin.realtime.create_channel";
const GET: &str = "admin.realtime.get_channel";
const UPDATE: &str = "admin.realtime.update_channel";
const DELETE: &str = "admin.realtime.delete_channel";

/// A definition of channels.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ChannelDefinition {
    /// Its id, a UUID.
    pub id: String,
    /// A channel's name, or a pattern of names in which `%` stands for any text.
    pub pattern: String,
    /// What it is for, for people.
    #[serde(default)]
    pub description: Option<String>,
    /// Where every message is posted to besides.
    #[serde(default, deserialize_with = "crate::null_is_default::null_is_default")]
    pub webhook_urls: Vec<String>,
    /// Whether its channels work.
    #[serde(default)]
    pub enabled: bool,
    /// When it was made, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// When it was last changed, ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
}

/// A definition of channels to make.
///
/// ```
/// use insforge::admin::realtime::NewChannel;
///
/// let orders = NewChannel::new("order:%")
///     .description("one channel an order")
///     .webhook_urls(["https://my.app/hooks/orders"]);
/// ```
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
#[must_use]
pub struct NewChannel {
    pattern: String,
    #[serde(flatten)]
    fields: ChannelChange,
}

impl NewChannel {
    /// `pattern` is a channel's name, or has `%` after a colon, where it stands for any text. Parts between colons have
    /// letters, digits, `-` and `%`.
    pub fn new(pattern: impl Into<String>) -> Self {
        Self {
            pattern: pattern.into(),
            fields: ChannelChange::new(),
        }
    }

    /// What it is for, for people.
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.fields = self.fields.description(text);
        self
    }

    /// Where every message is posted to besides.
    pub fn webhook_urls<I>(mut self, urls: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.fields = self.fields.webhook_urls(urls);
        self
    }

    /// Whether its channels work; they do unless said.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.fields = self.fields.enabled(enabled);
        self
    }
}

/// Changes to a definition of channels. What is not named stays as it is; the backend has no way to take a description
/// or the webhooks away.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
#[must_use]
pub struct ChannelChange {
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    webhook_urls: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enabled: Option<bool>,
}

impl ChannelChange {
    /// Nothing named yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Which channels it defines; see [`NewChannel::new`].
    pub fn pattern(mut self, pattern: impl Into<String>) -> Self {
        self.pattern = Some(pattern.into());
        self
    }

    /// What it is for, for people.
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// Where every message is posted to besides, all of it.
    pub fn webhook_urls<I>(mut self, urls: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.webhook_urls = Some(urls.into_iter().map(Into::into).collect());
        self
    }

    /// Whether its channels work.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = Some(enabled);
        self
    }
}

/// The backend's rule, so that the message can say what is wrong.
fn check(pattern: &str) -> Result<()> {
    let fits = |(place, part): (usize, &str)| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'%' && place > 0;
        !part.is_empty() && part.bytes().all(allowed)
    };
    if pattern.split(':').enumerate().all(fits) {
        return Ok(());
    }
    Err(Error::request(format!(
        "{pattern:?} is no pattern of channels: write letters, digits and -, in parts between colons, and % only \
         after the first colon, like order:%"
    )))
}

/// The place of one definition.
fn place(operation: &'static str, id: &str) -> Result<Target> {
    Target::new(PATH)
        .segment(id)
        .map_err(|error| error.with_operation(operation))
}

impl AdminRealtime {
    /// Lists the definitions, the newest first: `GET /api/realtime/channels`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn list_channels(&self) -> Result<Vec<ChannelDefinition>> {
        self.read("admin.realtime.list_channels", Target::new(PATH)).await
    }

    /// Makes a definition: `POST /api/realtime/channels`.
    ///
    /// # Errors
    /// [`Request`](crate::error::ErrorKind::Request) for a pattern that the backend does not allow,
    /// [`Conflict`](crate::error::ErrorKind::Conflict) where there is one of this pattern.
    pub async fn create_channel(&self, channel: NewChannel) -> Result<ChannelDefinition> {
        check(&channel.pattern).map_err(|error| error.with_operation(CREATE))?;
        self.write(CREATE, Method::POST, Target::new(PATH), &channel)
            .await
    }

    /// Reads a definition by its id: `GET /api/realtime/channels/{id}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::error::ErrorKind::NotFound) where there is none of this id,
    /// [`Server`](crate::error::ErrorKind::Server) where the id is no UUID.
    pub async fn get_channel(&self, id: &str) -> Result<ChannelDefinition> {
        self.read(GET, place(GET, id)?).await
    }

    /// Changes a definition, and returns it whole: `PUT /api/realtime/channels/{id}`.
    ///
    /// # Errors
    /// As [`get_channel`](Self::get_channel) and [`create_channel`](Self::create_channel).
    pub async fn update_channel(&self, id: &str, change: ChannelChange) -> Result<ChannelDefinition> {
        if let Some(pattern) = &change.pattern {
            check(pattern).map_err(|error| error.with_operation(UPDATE))?;
        }
        self.write(UPDATE, Method::PUT, place(UPDATE, id)?, &change).await
    }

    /// Removes a definition: `DELETE /api/realtime/channels/{id}`. Those who are subscribed stay so until they
    /// reconnect, and hear nothing more.
    ///
    /// # Errors
    /// As [`get_channel`](Self::get_channel).
    pub async fn delete_channel(&self, id: &str) -> Result<()> {
        let request = Request::new(DELETE, Method::DELETE, place(DELETE, id)?.finish());
        self.caller.send(request).await.map(drop)
    }
}
