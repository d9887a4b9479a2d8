//! From packets to frames.

use std::fmt::Write as _;

use serde_json::value::RawValue;

use super::{Arguments, Frame, Kind, Packet, ROOT};

/// The frames of a packet: its text as an Engine.IO message, then its attachments.
pub(crate) fn encode(packet: &Packet) -> Vec<Frame> {
    let mut text = String::from("4");
    let (code, id, arguments) = match &packet.kind {
        Kind::Connect(_) => ('0', None, None),
        Kind::Disconnect => ('1', None, None),
        Kind::Event { id, arguments } => (
            if arguments.attachments.is_empty() {
                '2'
            } else {
                '5'
            },
            *id,
            Some(arguments),
        ),
        Kind::Ack { id, arguments } => (
            if arguments.attachments.is_empty() {
                '3'
            } else {
                '6'
            },
            Some(*id),
            Some(arguments),
        ),
        Kind::ConnectError(_) => ('4', None, None),
    };
    text.push(code);
    let attachments = arguments.map_or(&[][..], |arguments| &arguments.attachments);
    if !attachments.is_empty() {
        let _ = write!(text, "{}-", attachments.len());
    }
    if &*packet.namespace != ROOT {
        let _ = write!(text, "{},", packet.namespace);
    }
    if let Some(id) = id {
        let _ = write!(text, "{id}");
    }
    match &packet.kind {
        Kind::Connect(Some(value)) => text.push_str(value.get()),
        Kind::ConnectError(refusal) => {
            let _ = write!(text, "{}", serde_json::json!({ "message": refusal.message }));
        }
        _ => {}
    }
    if let Some(Arguments { values, .. }) = arguments {
        text.push('[');
        for (index, value) in values.iter().map(|value| RawValue::get(value)).enumerate() {
            if index > 0 {
                text.push(',');
            }
            text.push_str(value);
        }
        text.push(']');
    }
    let mut frames = vec![Frame::Text(text)];
    frames.extend(attachments.iter().cloned().map(Frame::Binary));
    frames
}
