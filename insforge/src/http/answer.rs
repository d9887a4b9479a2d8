//! An answer whose body is read piece by piece.

use std::fmt;
use std::sync::Arc;

use ::http::{HeaderMap, StatusCode};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::outcome::Failed;
use super::wait::Wait;
use crate::error::Result;

/// The head of an answer, and the way to its body. Dropping it ends the transfer.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    live: reqwest::Response,
    host: Arc<str>,
    operation: &'static str,
    wait: Wait,
}

impl Answer {
    pub(super) fn new(
        mut live: reqwest::Response,
        host: Arc<str>,
        operation: &'static str,
        wait: Wait,
    ) -> Self {
        Self {
            status: live.status(),
            headers: std::mem::take(live.headers_mut()),
            live,
            host,
            operation,
            wait,
        }
    }

    /// The length of the body, where the server says it.
    pub(crate) fn content_length(&self) -> Option<u64> {
        self.live.content_length()
    }

    /// The next piece of the body, or `None` at its end.
    ///
    /// # Errors
    /// [`Timeout`](crate::error::ErrorKind::Timeout) when the next piece does not come in time, and
    /// [`Interrupted`](crate::error::ErrorKind::Interrupted) when the connection breaks before the body's end.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>> {
        let operation = self.operation;
        self.piece()
            .await
            .map_err(|failed| failed.error.with_operation(operation))
    }

    /// The pieces of the body as a stream; after an error it ends.
    pub(crate) fn into_stream(self) -> impl Stream<Item = Result<Bytes>> + Send {
        futures_util::stream::unfold(Some(self), |answer| async {
            let mut answer = answer?;
            match answer.chunk().await {
                Ok(Some(piece)) => Some((Ok(piece), Some(answer))),
                Ok(None) => None,
                Err(error) => Some((Err(error), None)),
            }
        })
    }

    pub(super) async fn piece(&mut self) -> Result<Option<Bytes>, Failed> {
        self.wait.work(&self.host, self.live.chunk()).await
    }

    /// Reads the body up to about `limit` bytes.
    pub(super) async fn read(&mut self, limit: usize) -> Result<Bytes, Failed> {
        let Some(first) = self.piece().await? else {
            return Ok(Bytes::new());
        };
        let expected = self
            .content_length()
            .and_then(|length| usize::try_from(length).ok());
        // Most answers come in one piece, and that piece is the body. The next reading still comes, since it is
        // what tells reqwest that the connection is free again.
        let mut body = BytesMut::new();
        while body.len().max(first.len()) < limit {
            let Some(chunk) = self.piece().await? else {
                break;
            };
            if body.is_empty() {
                body.reserve(
                    expected
                        .unwrap_or(0)
                        .min(1024 * 1024)
                        .max(first.len() + chunk.len()),
                );
                body.extend_from_slice(&first);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(if body.is_empty() { first } else { body.freeze() })
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}
