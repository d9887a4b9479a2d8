//! What holds for any messages that a server sends.

use serde_json::{Map, Value};

use super::decode;
use super::message::RawMessage;
use super::wire::Kind;
use super::wire::fuzz;

pub(crate) fn any_frames(data: &[u8]) {
    for packet in fuzz::any_frames(data) {
        let Kind::Event { arguments, .. } = packet.kind else {
            continue;
        };
        let (Some(name), Some(body)) = (arguments.name(), arguments.values.get(1)) else {
            continue;
        };
        if let Some(message) = RawMessage::read(name, body.get()) {
            let read = decode::payload::<Map<String, Value>>(&message);
            assert!(read.is_ok_and(|read| read.payload == message.fields));
            let _ = decode::tagged::<Value>(&message);
        }
    }
}
