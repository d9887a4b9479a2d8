//! From frames to packets.

use bytes::Bytes;
use serde_json::value::RawValue;

use super::{Arguments, Kind, Packet, ROOT, Refusal, WireError};

/// More attachments than any sensible message has; a packet that announces more would only hold memory.
const MAX_ATTACHMENTS: usize = 64;

/// Puts packets and their attachments together.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    waiting: Option<Waiting>,
}

/// A packet whose attachments are still to come.
#[derive(Debug)]
struct Waiting {
    packet: Packet,
    missing: usize,
}

impl Decoder {
    /// Takes the text of an Engine.IO message. `None` where attachments are to follow.
    pub(crate) fn text(&mut self, text: &str) -> Result<Option<Packet>, WireError> {
        if self.waiting.take().is_some() {
            return Err(WireError("a packet came where an attachment was announced"));
        }
        let (packet, missing) = read(text)?;
        if missing == 0 {
            return Ok(Some(packet));
        }
        self.waiting = Some(Waiting { packet, missing });
        Ok(None)
    }

    /// Takes a binary frame: the next attachment.
    pub(crate) fn binary(&mut self, bytes: Bytes) -> Result<Option<Packet>, WireError> {
        let Some(mut waiting) = self.waiting.take() else {
            return Err(WireError("an attachment that no packet has announced"));
        };
        match &mut waiting.packet.kind {
            Kind::Event { arguments, .. } | Kind::Ack { arguments, .. } => arguments.attachments.push(bytes),
            Kind::Connect(_) | Kind::Disconnect | Kind::ConnectError(_) => {}
        }
        waiting.missing -= 1;
        if waiting.missing == 0 {
            return Ok(Some(waiting.packet));
        }
        self.waiting = Some(waiting);
        Ok(None)
    }
}

/// The packet in a text, and the number of attachments that follow:
/// `<kind>[<attachments>-][<namespace>,][<id>][<JSON>]`.
fn read(text: &str) -> Result<(Packet, usize), WireError> {
    let mut characters = text.chars();
    let code = characters.next().ok_or(WireError("an empty packet"))?;
    let mut rest = characters.as_str();
    let mut missing = 0;
    let binary = matches!(code, '5' | '6');
    if binary {
        let (count, after) = rest
            .split_once('-')
            .ok_or(WireError("a binary packet without the number of its attachments"))?;
        missing = digits(count)
            .and_then(|count| usize::try_from(count).ok())
            .filter(|count| *count <= MAX_ATTACHMENTS)
            .ok_or(WireError(
                "a binary packet with an unusable number of attachments",
            ))?;
        rest = after;
    }
    let mut namespace = ROOT;
    if rest.starts_with('/') {
        // Without a comma nothing follows.
        (namespace, rest) = rest.split_once(',').unwrap_or((rest, ""));
    }
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (id, json) = rest.split_at(end);
    let id = if id.is_empty() {
        None
    } else {
        Some(digits(id).ok_or(WireError("an id beyond all numbers"))?)
    };
    let kind = match code {
        '0' => Kind::Connect(object(json)?),
        '1' => Kind::Disconnect,
        '2' | '5' => Kind::Event {
            id,
            arguments: arguments(json, true)?,
        },
        '3' | '6' => Kind::Ack {
            id: id.ok_or(WireError("an acknowledgement without an id"))?,
            arguments: arguments(json, false)?,
        },
        '4' => Kind::ConnectError(refusal(json)),
        _ => return Err(WireError("a Socket.IO packet of an unknown kind")),
    };
    let namespace = namespace.into();
    Ok((Packet { namespace, kind }, missing))
}

/// A number in digits alone: no sign, no space.
fn digits(text: &str) -> Option<u64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// The content of a packet that joins a namespace: an object. A bare number after blanks would come back as an id.
fn object(json: &str) -> Result<Option<Box<RawValue>>, WireError> {
    if json.is_empty() {
        return Ok(None);
    }
    let value: Box<RawValue> =
        serde_json::from_str(json).map_err(|_| WireError("a packet whose JSON cannot be read"))?;
    if value.get().starts_with('{') {
        Ok(Some(value))
    } else {
        Err(WireError(
            "a namespace was joined with something else than an object",
        ))
    }
}

fn arguments(json: &str, named: bool) -> Result<Arguments, WireError> {
    let values: Vec<Box<RawValue>> =
        serde_json::from_str(json).map_err(|_| WireError("a packet whose arguments are no JSON array"))?;
    let arguments = Arguments {
        values,
        attachments: Vec::new(),
    };
    if named && arguments.name().is_none() {
        return Err(WireError("an event without a name"));
    }
    Ok(arguments)
}

/// Older servers send the message as a bare string.
fn refusal(json: &str) -> Refusal {
    serde_json::from_str(json)
        .or_else(|_| serde_json::from_str(json).map(|message| Refusal { message }))
        .unwrap_or(Refusal {
            message: String::new(),
        })
}
