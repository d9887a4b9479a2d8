//! Realtime as the project's administrator sees it: channel definitions, messages, policies, and triggers that publish
//! the changes of a table.
//!
//! [`Client::<Admin>::realtime`](crate::client::Client::realtime) returns [`AdminRealtime`].

mod channels;
mod config;
mod messages;
mod permissions;
mod triggers;

#[cfg(all(test, any(feature = "rustls", not(feature = "rustls-no-provider"))))]
mod tests;

use std::fmt;
use std::sync::Arc;

use ::http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::channels::{ChannelChange, ChannelDefinition, NewChannel};
pub use self::messages::{EventCount, MessageList, MessageStats, StatsOf, StoredMessage};
pub use self::permissions::{Permissions, Policy};
use crate::auth::calls::with_json;
use crate::error::Result;
use crate::http::{Caller, Request, Target};

/// The calls about realtime that need the admin API key, and the administrator's own connection.
///
/// A channel works only where a definition matches its name:
///
/// ```no_run
/// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
/// use insforge::admin::realtime::NewChannel;
///
/// let chats = admin.realtime().create_channel(NewChannel::new("chat:%")).await?;
/// println!("{} is {}", chats.pattern, if chats.enabled { "on" } else { "off" });
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct AdminRealtime {
    caller: Caller,
    schema: Option<Arc<str>>,
    #[cfg(feature = "realtime")]
    connection: crate::realtime::Realtime,
}

impl AdminRealtime {
    pub(crate) fn new(
        caller: Caller,
        schema: Option<Arc<str>>,
        #[cfg(feature = "realtime")] connection: crate::realtime::Realtime,
    ) -> Self {
        Self {
            caller,
            schema,
            #[cfg(feature = "realtime")]
            connection,
        }
    }

    /// A channel by its name; see [`Realtime::channel`](crate::realtime::Realtime::channel). What the administrator
    /// publishes comes from [`Sender::System`](crate::realtime::Sender::System).
    ///
    /// # Errors
    /// [`Request`](crate::error::ErrorKind::Request) for a name that no channel has.
    #[cfg(feature = "realtime")]
    pub fn channel(&self, name: &str) -> Result<crate::realtime::ChannelHandle> {
        self.connection.channel(name)
    }

    /// A channel whose events are an enum; see [`Realtime::open`](crate::realtime::Realtime::open).
    #[cfg(feature = "realtime")]
    pub fn open<P>(&self, channel: &crate::realtime::Channel<P>) -> crate::realtime::TypedChannel<P> {
        self.connection.open(channel)
    }

    /// How the administrator's connection stands, now and as it changes.
    #[cfg(feature = "realtime")]
    #[must_use]
    pub fn state(&self) -> tokio::sync::watch::Receiver<crate::realtime::ConnectionState> {
        self.connection.state()
    }

    async fn read<T: DeserializeOwned>(&self, operation: &'static str, target: Target) -> Result<T> {
        self.call(Request::new(operation, Method::GET, target.finish()))
            .await
    }

    async fn write<B: Serialize + Sync, T: DeserializeOwned>(
        &self,
        operation: &'static str,
        method: Method,
        target: Target,
        body: &B,
    ) -> Result<T> {
        let request = Request::new(operation, method, target.finish());
        self.call(with_json(request, body)?).await
    }

    async fn call<T: DeserializeOwned>(&self, request: Request) -> Result<T> {
        let operation = request.operation();
        self.caller.send(request).await?.decode(operation)
    }
}

impl fmt::Debug for AdminRealtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AdminRealtime").finish_non_exhaustive()
    }
}
