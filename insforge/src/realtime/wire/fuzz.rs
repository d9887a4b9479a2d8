//! What holds for any frames that a server sends.

use bytes::Bytes;
use serde_json::Value;

use super::{Decoder, EnginePacket, Frame, Packet, encode};
use crate::fuzzing::text;

/// Frames are parted by 0xFF, which no text has; one that begins with 0xFE is binary.
pub(in crate::realtime) fn any_frames(data: &[u8]) -> Vec<Packet> {
    let mut decoder = Decoder::default();
    let mut packets = Vec::new();
    for frame in data.split(|byte| *byte == 0xFF) {
        let read = match frame.split_first() {
            Some((0xFE, bytes)) => decoder.binary(Bytes::copy_from_slice(bytes)),
            _ => match EnginePacket::read(&text(frame)) {
                Ok(EnginePacket::Message(packet)) => decoder.text(packet),
                Ok(EnginePacket::Open(handshake)) => {
                    let _ = handshake.patience();
                    continue;
                }
                _ => continue,
            },
        };
        packets.extend(read.ok().flatten());
    }
    for packet in &packets {
        comes_back(packet);
    }
    // What this side says, with any name and any body.
    let (name, body) = data.split_at(data.len() / 2);
    let body = serde_json::from_slice(body).unwrap_or_else(|_| Value::from(text(body)));
    comes_back(&Packet::event(&text(name), &body, u64::try_from(data.len()).ok()));
    packets
}

fn comes_back(packet: &Packet) {
    let mut decoder = Decoder::default();
    let mut back = None;
    for frame in encode(packet) {
        assert!(back.is_none(), "a frame after the last one of {packet:?}");
        back = match &frame {
            Frame::Text(text) => match EnginePacket::read(text) {
                Ok(EnginePacket::Message(text)) => decoder.text(text).ok().flatten(),
                other => panic!("{packet:?} became {other:?}"),
            },
            Frame::Binary(bytes) => decoder.binary(bytes.clone()).ok().flatten(),
        };
    }
    // The values print the same exactly when they are the same.
    assert_eq!(format!("{back:?}"), format!("{:?}", Some(packet)));
}
