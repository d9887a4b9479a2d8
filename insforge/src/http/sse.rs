//! Events of a `text/event-stream`: from pieces of bytes, cut anywhere, to events. No I/O.
//!
//! The format is that of the HTML standard, section 9.2.6, with one deviation: an event that the stream's end cuts off
//! before its closing blank line is still given out, since servers forget that line.

use bytes::{Buf, Bytes};
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

/// As much data as one event may have. A stream without line ends must not fill the memory.
const EVENT_LIMIT: usize = 16 * 1024 * 1024;

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// One event of a `text/event-stream`.
///
/// ```
/// # fn show(event: insforge::http::SseEvent) -> insforge::Result<()> {
/// #[derive(serde::Deserialize)]
/// struct Progress { percent: u8 }
///
/// if event.event.as_deref() == Some("progress") {
///     println!("{} %", event.json::<Progress>()?.percent);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SseEvent {
    /// The kind of event, where the stream names one (`event:`). Absent means `message`.
    pub event: Option<String>,
    /// The data; lines of one event are joined by `\n`.
    pub data: String,
    /// The last id the stream has given (`id:`), which holds for later events too.
    pub id: Option<String>,
    /// The wait before reconnecting that the event asks for (`retry:`), in milliseconds. Nothing here reconnects.
    pub retry: Option<u64>,
}

impl SseEvent {
    /// Decodes the data as JSON.
    ///
    /// # Errors
    /// [`Decode`](crate::error::ErrorKind::Decode) where the data is no JSON or does not fit the type.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(&self.data).map_err(|error| {
            Error::decode("the event's data does not fit the type it is read into")
                .with_body(self.data.as_bytes())
                .with_source(error)
        })
    }

    /// Whether this is the `[DONE]` with which OpenAI-like streams end.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.data.trim() == "[DONE]"
    }
}

/// Makes events of the bytes pushed into it. It holds one piece of input and one event at most.
#[derive(Debug, Default)]
pub(crate) struct SseParser {
    input: Bytes,
    line: Vec<u8>,
    /// The last piece ended with `\r`, so that a `\n` at the start of the next one belongs to it.
    after_cr: bool,
    started: bool,
    ended: bool,
    data: String,
    has_data: bool,
    event: Option<String>,
    id: Option<String>,
    retry: Option<u64>,
}

impl SseParser {
    /// Gives the next piece of input. Take all events of the one before first.
    pub(crate) fn push(&mut self, bytes: Bytes) {
        debug_assert!(self.input.is_empty(), "the events so far are taken first");
        self.input = bytes;
    }

    /// Says that no more input comes, so that a last event without a blank line is complete.
    pub(crate) fn finish(&mut self) {
        self.ended = true;
    }

    /// The next event of the input so far; `None` asks for more.
    ///
    /// # Errors
    /// [`Decode`](crate::error::ErrorKind::Decode) for an event of more than 16 MiB.
    pub(crate) fn next_event(&mut self) -> Result<Option<SseEvent>> {
        loop {
            if self.after_cr && self.input.first() == Some(&b'\n') {
                self.input.advance(1);
                self.after_cr = false;
            }
            if !self.input.is_empty() {
                self.after_cr = false;
            }
            let end = self.input.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let piece = self.input.split_to(end.unwrap_or(self.input.len()));
            if self.line.len() + self.data.len() + piece.len() > EVENT_LIMIT {
                return Err(Error::decode(
                    "an event of the stream is longer than 16 MiB, so the stream is given up",
                ));
            }
            let ends_here = if end.is_some() {
                self.after_cr = self.input.first() == Some(&b'\r');
                self.input.advance(1);
                true
            } else {
                self.ended && (!self.line.is_empty() || !piece.is_empty())
            };
            if !ends_here {
                self.line.extend_from_slice(&piece);
                return Ok(if self.ended { self.dispatch() } else { None });
            }
            let event = if self.line.is_empty() {
                self.take_line(&piece)
            } else {
                let mut line = std::mem::take(&mut self.line);
                line.extend_from_slice(&piece);
                let event = self.take_line(&line);
                // The room is kept for the next line that comes in pieces.
                line.clear();
                self.line = line;
                event
            };
            if event.is_some() {
                return Ok(event);
            }
        }
    }

    /// How much memory the parser itself takes.
    #[cfg(test)]
    pub(crate) fn held(&self) -> usize {
        self.line.capacity() + self.data.capacity()
    }

    fn take_line(&mut self, mut line: &[u8]) -> Option<SseEvent> {
        if !self.started {
            self.started = true;
            line = line.strip_prefix(BOM).unwrap_or(line);
        }
        if line.is_empty() {
            return self.dispatch();
        }
        let mut halves = line.splitn(2, |byte| *byte == b':');
        let name = halves.next().unwrap_or_default();
        let value = halves.next().unwrap_or_default();
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match name {
            b"data" => {
                if self.has_data {
                    self.data.push('\n');
                }
                self.has_data = true;
                self.data.push_str(&String::from_utf8_lossy(value));
            }
            b"event" => self.event = Some(text(value)).filter(|event| !event.is_empty()),
            b"id" if !value.contains(&0) => self.id = Some(text(value)).filter(|id| !id.is_empty()),
            b"retry" if !value.is_empty() && value.iter().all(u8::is_ascii_digit) => {
                self.retry = text(value).parse().ok();
            }
            // Comments (no name) and fields nobody has defined yet.
            _ => {}
        }
        None
    }

    /// The event that a blank line completes. One without data is none, and its name is forgotten.
    fn dispatch(&mut self) -> Option<SseEvent> {
        let (event, retry) = (self.event.take(), self.retry.take());
        if !std::mem::take(&mut self.has_data) {
            return None;
        }
        Some(SseEvent {
            event,
            data: std::mem::take(&mut self.data),
            id: self.id.clone(),
            retry,
        })
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
