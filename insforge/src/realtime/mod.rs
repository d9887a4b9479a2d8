//! Messages between clients, and from the database, over a websocket.
//!
//! [`Client::realtime`](crate::Client::realtime) gives the client's [`Realtime`] connection. A
//! [`Subscription`] is a stream of what is said on a channel; [`ChannelHandle::publish`] says something. The connection
//! is made on demand, renews its credential at each handshake, and comes back after every loss, for ever, with the
//! subscriptions that are still there.
//!
//! A channel works only where the project has an enabled channel definition that matches its name. Delivery is at most
//! once: after an [`Event::Gap`], read again what you need to be sure of.

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
