//! The wire format: Engine.IO 4 in websocket frames, and Socket.IO 5 packets in it. No I/O, and no panic on any bytes.
//!
//! A websocket frame is one Engine.IO packet ([`engine`]). Those that carry a message hold a Socket.IO packet
//! ([`packet`]); one with binary attachments has each of them in a frame of its own, which [`Decoder`] waits for.

mod decode;
mod encode;
mod engine;
#[cfg(any(fuzzing, test))]
pub(in crate::realtime) mod fuzz;
mod packet;

#[cfg(test)]
mod tests;

pub(super) use self::decode::Decoder;
pub(super) use self::encode::encode;
pub(super) use self::engine::{EnginePacket, Handshake};
pub(super) use self::packet::{Arguments, Frame, Kind, Packet, ROOT, Refusal, WireError};
