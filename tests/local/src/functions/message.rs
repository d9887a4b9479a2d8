//! What a function gets and gives.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use futures_core::Stream;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What a function is called with.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FunctionRequest {
    /// The method in capitals.
    pub method: String,
    /// The query's parameters, decoded.
    pub query: Vec<(String, String)>,
    /// The headers, the credential among them.
    pub headers: HeaderMap,
    /// The body as it arrived.
    pub body: Bytes,
}

impl FunctionRequest {
    /// The body as JSON.
    ///
    /// # Errors
    /// If it is no JSON or does not fit the type.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }

    /// The first parameter of this name.
    pub fn param(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

type Pieces = Pin<Box<dyn Stream<Item = Bytes> + Send>>;

/// What a function answers.
pub struct FunctionReply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: ReplyBody,
}

pub(super) enum ReplyBody {
    Whole(Bytes),
    Pieces(Pieces),
}

impl FunctionReply {
    /// An empty answer of this status.
    pub fn status(status: u16) -> Self {
        Self::new("text/plain;charset=UTF-8", Bytes::new()).with_status(status)
    }

    /// A JSON answer.
    pub fn json(body: &Value) -> Self {
        Self::new("application/json; charset=utf-8", body.to_string())
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::new("text/plain;charset=UTF-8", text.into())
    }

    /// Bytes of this type.
    pub fn bytes(content_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        Self::new(content_type, bytes)
    }

    /// What the runtime answers when a function throws.
    pub fn throw(message: &str) -> Self {
        Self::json(&serde_json::json!({"error": message})).with_status(500)
    }

    /// Pieces of a body of this type, sent as they come by the functions host, and all at once by the project's route.
    pub fn stream(content_type: &'static str, pieces: impl Stream<Item = Bytes> + Send + 'static) -> Self {
        let mut reply = Self::new(content_type, Bytes::new());
        reply.body = ReplyBody::Pieces(Box::pin(pieces));
        reply
    }

    fn new(content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        Self {
            status: StatusCode::OK,
            headers,
            body: ReplyBody::Whole(body.into()),
        }
    }

    /// The same with another status. One that is no HTTP status becomes 500.
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        self
    }

    /// The same with a header more. One that cannot be is left out.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            self.headers.insert(name, value);
        }
        self
    }

    pub(super) fn into_response(self) -> Response {
        let body = match self.body {
            ReplyBody::Whole(bytes) => Body::from(bytes),
            ReplyBody::Pieces(pieces) => Body::from_stream(Infallibly(pieces)),
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

impl fmt::Debug for FunctionReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FunctionReply")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// The pieces as a body wants them: none can fail.
struct Infallibly(Pieces);

impl Stream for Infallibly {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context).map(|piece| piece.map(Ok))
    }
}
