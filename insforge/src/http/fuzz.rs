//! What holds for any bytes that a server sends.

use std::time::SystemTime;

use ::http::header::RETRY_AFTER;
use ::http::{HeaderMap, HeaderValue};
use bytes::Bytes;
use futures_util::{FutureExt, StreamExt, stream};

use super::{ContentRange, EventStream, SseEvent, retry_after};
use crate::error::{Error, ErrorKind};
use crate::fuzzing::text;

type Seen = Vec<Result<SseEvent, ErrorKind>>;

/// The first byte says how long the pieces are into which the rest is cut.
pub(crate) fn any_event_stream(data: &[u8]) {
    let Some((cut, body)) = data.split_first() else {
        return;
    };
    let whole = events([body], None);
    let cuts = body.chunks(usize::from(*cut).max(1));
    assert_eq!(events(cuts.clone(), None), whole, "cut into pieces of {cut}");
    assert_eq!(events(body.chunks(1), None), whole, "cut into single bytes");

    // A connection that breaks: the events up to there, then the error, then nothing.
    let mut broken = events(cuts, Some(ErrorKind::Interrupted));
    assert_eq!(broken.pop(), Some(Err(ErrorKind::Interrupted)));
    assert!(whole.starts_with(&broken));
}

/// The events of a body in these pieces, which may end with a failure.
fn events<'a>(pieces: impl IntoIterator<Item = &'a [u8]>, failure: Option<ErrorKind>) -> Seen {
    let pieces = pieces.into_iter().map(|piece| Ok(Bytes::copy_from_slice(piece)));
    let pieces: Vec<_> = pieces
        .chain(failure.map(|kind| Err(Error::new(kind, "the connection broke"))))
        .collect();
    let events = EventStream::of(stream::iter(pieces), "fuzz");
    let seen = events.map(|event| event.map_err(|error| error.kind()));
    seen.collect().now_or_never().unwrap_or_default()
}

/// Headers of answers.
pub(crate) fn any_header(data: &[u8]) {
    let _ = ContentRange::parse(&text(data));
    if let Ok(value) = HeaderValue::from_bytes(data) {
        let headers = HeaderMap::from_iter([(RETRY_AFTER, value)]);
        let _ = retry_after::from_headers(&headers, SystemTime::UNIX_EPOCH);
    }
}
