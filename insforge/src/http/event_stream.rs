//! The events of an answer, as they come.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::Answer;
use super::sse::{SseEvent, SseParser};
use crate::error::Result;

/// The events of a `text/event-stream`, as they come. Dropping it ends the call.
///
/// It reads no more than what is asked for, so memory does not grow with the stream. After an error it ends.
pub struct EventStream {
    pieces: Pin<Box<dyn Stream<Item = Result<Bytes>> + Send>>,
    parser: SseParser,
    operation: &'static str,
    /// The pieces have ended; events may still be left in the parser.
    complete: bool,
    failed: bool,
}

impl EventStream {
    pub(crate) fn new(answer: Answer, operation: &'static str) -> Self {
        Self::of(answer.into_stream(), operation)
    }

    /// The events in the pieces of a body, wherever they come from.
    pub(crate) fn of(
        pieces: impl Stream<Item = Result<Bytes>> + Send + 'static,
        operation: &'static str,
    ) -> Self {
        Self {
            pieces: Box::pin(pieces),
            parser: SseParser::default(),
            operation,
            complete: false,
            failed: false,
        }
    }
}

impl Stream for EventStream {
    type Item = Result<SseEvent>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<SseEvent>>> {
        let this = self.get_mut();
        loop {
            if this.failed {
                return Poll::Ready(None);
            }
            match this.parser.next_event() {
                Ok(None) => {}
                Ok(Some(event)) => return Poll::Ready(Some(Ok(event))),
                Err(error) => {
                    this.failed = true;
                    return Poll::Ready(Some(Err(error.with_operation(this.operation))));
                }
            }
            if this.complete {
                return Poll::Ready(None);
            }
            match ready!(this.pieces.as_mut().poll_next(context)) {
                Some(Ok(piece)) => this.parser.push(piece),
                Some(Err(error)) => {
                    this.failed = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    this.complete = true;
                    this.parser.finish();
                }
            }
        }
    }
}

impl fmt::Debug for EventStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}
