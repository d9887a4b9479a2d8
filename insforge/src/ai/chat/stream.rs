//! An answer as it is being written.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use ::http::header::CONTENT_TYPE;
use futures_core::Stream;
use futures_util::StreamExt;

use super::ChatCompletion;
use super::accumulate::Accumulator;
use super::chunk::{ChatChunk, Frame};
use super::completions::STREAM;
use super::failure::failure;
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Answer, EventStream};

/// The pieces of an answer, as the model writes them. Dropping it ends the call.
///
/// A failure of the provider in the middle is an `Err` item, and so is an end that was not announced
/// ([`ErrorKind::Truncated`]) or a pause that is too long ([`ErrorKind::Timeout`]); after it the stream ends. What has
/// come until then stays in [`completion`](Self::completion).
///
/// ```no_run
/// use futures_util::StreamExt;
/// use insforge::ai::{ChatRequest, Message};
///
/// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
/// let request = ChatRequest::new("openai/gpt-4o-mini", [Message::user("Tell me a story")]);
/// let mut story = client.ai().chat().completions().stream(request).await?;
/// while let Some(piece) = story.next().await {
///     print!("{}", piece?.text());
/// }
/// println!("\n{:?}", story.completion().usage);
/// # Ok(())
/// # }
/// ```
pub struct ChatStream {
    events: EventStream,
    answer: Accumulator,
    ended: bool,
}

impl ChatStream {
    /// # Errors
    /// [`Decode`](ErrorKind::Decode) where the answer is no stream of events, such as a proxy's page.
    pub(super) fn new(answer: Answer) -> Result<Self> {
        let kind = answer
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        if !kind.starts_with("text/event-stream") {
            return Err(Error::decode(format!(
                "the answer is {kind:?} and not a stream of events; is the client's URL that of the project?"
            ))
            .with_status(answer.status.as_u16())
            .with_operation(STREAM));
        }
        Ok(Self::of(EventStream::new(answer, STREAM)))
    }

    /// The pieces in a stream of events, wherever it comes from.
    pub(in crate::ai) fn of(events: EventStream) -> Self {
        Self {
            events,
            answer: Accumulator::default(),
            ended: false,
        }
    }

    /// What has come so far, put together: text, complete calls of tools, annotations and usage.
    #[must_use]
    pub fn completion(&self) -> ChatCompletion {
        self.answer.completion()
    }

    /// Reads the rest and returns the answer whole.
    ///
    /// # Errors
    /// Those of the stream's items.
    pub async fn into_completion(mut self) -> Result<ChatCompletion> {
        while let Some(piece) = self.next().await {
            piece?;
        }
        Ok(self.completion())
    }

    fn end(&mut self, error: Error) -> Poll<Option<Result<ChatChunk>>> {
        self.ended = true;
        Poll::Ready(Some(Err(error.with_operation(STREAM))))
    }
}

impl Stream for ChatStream {
    type Item = Result<ChatChunk>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<ChatChunk>>> {
        let this = self.get_mut();
        if this.ended {
            return Poll::Ready(None);
        }
        let event = match ready!(Pin::new(&mut this.events).poll_next(context)) {
            Some(Ok(event)) => event,
            Some(Err(error)) => return this.end(error),
            None if this.answer.finished => {
                this.ended = true;
                return Poll::Ready(None);
            }
            None => {
                return this.end(Error::new(
                    ErrorKind::Truncated,
                    "the stream ended before the model had announced the end of its answer",
                ));
            }
        };
        match Frame::read(&event) {
            Ok(Frame::Chunk(chunk)) => {
                this.answer.add(&chunk);
                Poll::Ready(Some(Ok(*chunk)))
            }
            Ok(Frame::Done) => {
                this.ended = true;
                Poll::Ready(None)
            }
            Ok(Frame::Failed(message)) => this.end(failure(&message)),
            Err(error) => this.end(error),
        }
    }
}

impl fmt::Debug for ChatStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChatStream")
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}
