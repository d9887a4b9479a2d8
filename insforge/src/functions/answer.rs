//! What a function answers.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use ::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::invocation::INVOKE;
use crate::error::{Error, Result};
use crate::http::{Answer, Response};

/// A function's answer as it came.
#[derive(Clone)]
#[non_exhaustive]
pub struct FunctionResponse {
    /// The status, 200 to 299.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body. The runtime of a self-hosted project damages bytes that are no text.
    pub body: Bytes,
}

impl FunctionResponse {
    pub(super) fn new(answer: Response) -> Self {
        Self {
            status: answer.status,
            headers: answer.headers,
            body: answer.body,
        }
    }

    /// Decodes the JSON body. An empty one is read as `null`.
    ///
    /// # Errors
    /// [`Decode`](crate::ErrorKind::Decode), with the path of the value that does not fit.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        let body = if self.body.is_empty() {
            Bytes::from_static(b"null")
        } else {
            self.body.clone()
        };
        let response = Response {
            status: self.status,
            headers: HeaderMap::new(),
            body,
            secret: false,
        };
        response.decode(INVOKE)
    }

    /// The body as text.
    ///
    /// # Errors
    /// [`Decode`](crate::ErrorKind::Decode) where it is no UTF-8.
    pub fn text(&self) -> Result<&str> {
        std::str::from_utf8(&self.body).map_err(|error| {
            Error::decode("the function's answer is no UTF-8 text")
                .with_operation(INVOKE)
                .with_source(error)
        })
    }
}

impl fmt::Debug for FunctionResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FunctionResponse")
            .field("status", &self.status)
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// A function's answer whose bytes come as they are written. Dropping it ends the call; after an error it ends.
pub struct FunctionStream {
    /// The status, 200 to 299.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    pieces: Pin<Box<dyn Stream<Item = Result<Bytes>> + Send>>,
}

impl FunctionStream {
    pub(super) fn new(mut answer: Answer) -> Self {
        Self {
            status: answer.status,
            headers: std::mem::take(&mut answer.headers),
            pieces: Box::pin(answer.into_stream()),
        }
    }
}

impl Stream for FunctionStream {
    type Item = Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        self.get_mut().pieces.as_mut().poll_next(context)
    }
}

impl fmt::Debug for FunctionStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FunctionStream")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
