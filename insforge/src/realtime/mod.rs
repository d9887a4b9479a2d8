//! Messages between clients, over a websocket.

mod backoff;
mod channel_name;
mod message;
mod presence;
mod wire;

pub use self::message::{Event, Member, MemberKind, Message, Meta, Sender};
