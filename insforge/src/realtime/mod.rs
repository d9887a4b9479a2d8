//! Messages between clients, and from the database, over a websocket.
//!
//! ```no_run
//! use futures_util::StreamExt;
//! use insforge::realtime::Event;
//! use serde_json::{Value, json};
//!
//! # async fn demo(client: insforge::Client) -> insforge::Result<()> {
//! let room = client.realtime().channel("chat:1")?;
//! let mut events = room.subscribe::<Value>().await?;
//! room.publish("said", &json!({ "text": "hello" })).await?;
//! while let Some(event) = events.next().await {
//!     if let Event::Message(message) = event? {
//!         println!("{}: {}", message.event, message.payload);
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A channel works only where the project has an enabled definition that matches its name; an administrator makes one
//! with [`create_channel`](crate::admin::realtime::AdminRealtime::create_channel). Policies on the tables
//! `realtime.channels` and `realtime.messages` decide who may subscribe and publish; without any, everybody who can
//! connect may.
//!
//! | What for | With |
//! |---|---|
//! | Reading payloads as a type of yours | [`ChannelHandle::subscribe`] |
//! | Channels whose events are an enum | [`Channel`], [`Realtime::open`] |
//! | Saying something, and hearing whether it arrived | [`ChannelHandle::publish`] |
//! | Who is there | [`Subscription::members`], [`Event::Joined`], [`Event::Left`] |
//! | Rows of a table as they change | [`ChannelHandle::subscribe_changes`] |
//! | How the connection stands | [`Realtime::state`] |
//!
//! # What arrives
//!
//! Messages come in their order and at most once: what is published while the connection is down, or while a reader is
//! too far behind, does not come later. [`Event::Gap`] and [`Event::Lagged`] say where that may have happened; read
//! again from the database what you need to be sure of. A slow reader delays neither the connection nor other readers.
//!
//! # The connection
//!
//! A client has one, which its clones share; a client of another user ([`as_user`](crate::Client::as_user)) has its
//! own. It is made with the first subscription and closed with the last. After a loss it comes back, with waits that
//! grow to 30 seconds, for ever, and subscribes again to what is still wanted. Each handshake carries a token that is
//! valid then; a new token of the same user leaves the connection alone, and another user makes a new one. A credential
//! that the server does not take ends the attempts: subscriptions yield the error, until somebody signs in or subscribes
//! again.
//!
//! Source: InsForge's websocket at `/socket.io`, Engine.IO 4 and Socket.IO 5.

mod actor;
mod answers;
mod backoff;
mod changes;
mod channel;
mod channel_name;
mod channel_state;
mod connection;
mod decode;
mod delivery;
mod echo;
#[cfg(any(fuzzing, test))]
pub(crate) mod fuzz;
mod handle;
mod hub;
mod message;
mod presence;
mod subscription;
#[cfg(test)]
mod tests;
mod wire;

pub use self::actor::ConnectionState;
pub use self::changes::Change;
pub use self::channel::Channel;
pub(crate) use self::handle::BUFFER;
pub use self::handle::{ChannelHandle, Realtime, TypedChannel};
pub use self::message::{Event, Member, MemberKind, Message, Meta, Sender};
pub use self::subscription::Subscription;
