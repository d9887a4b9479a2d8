//! Answers to requests that go no further.

use std::time::Duration;

use ::axum::response::{IntoResponse, Response};
use ::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use ::http::{HeaderValue, StatusCode};
use serde_json::json;

use crate::error::{Error, ErrorKind};

/// An error as JSON, in the shape that InsForge's own have: `{"error", "message", "statusCode"}`.
#[derive(Clone, Debug)]
pub struct Rejection {
    status: StatusCode,
    code: &'static str,
    message: String,
    retry_after: Option<Duration>,
}

impl Rejection {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            retry_after: None,
        }
    }

    pub(super) fn signed_out() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "AUTH_UNAUTHORIZED", "sign in first")
    }

    pub(super) fn unavailable(message: &'static str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", message)
    }

    pub(super) fn no_layer() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "INTERNAL_ERROR",
            "this route is not under a SessionLayer; add one to the router with .layer(SessionLayer::new(sessions))",
        )
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The code, which does not change with the words: `AUTH_UNAUTHORIZED`, `WRONG_CREDENTIALS`, `UNAVAILABLE`, …
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }
}

/// What a browser may know of a failed call. Messages about accounts and input are for its user; those of servers are
/// for the log.
impl From<Error> for Rejection {
    fn from(error: Error) -> Self {
        let (status, code) = match error.kind() {
            ErrorKind::WrongCredentials => (StatusCode::UNAUTHORIZED, "WRONG_CREDENTIALS"),
            ErrorKind::WrongCode => (StatusCode::BAD_REQUEST, "WRONG_CODE"),
            ErrorKind::Unverified => (StatusCode::FORBIDDEN, "EMAIL_NOT_VERIFIED"),
            ErrorKind::Unauthorized => (StatusCode::UNAUTHORIZED, "AUTH_UNAUTHORIZED"),
            ErrorKind::Forbidden => (StatusCode::FORBIDDEN, "FORBIDDEN"),
            ErrorKind::NotFound => (StatusCode::NOT_FOUND, "NOT_FOUND"),
            ErrorKind::Conflict => (StatusCode::CONFLICT, "CONFLICT"),
            ErrorKind::Invalid | ErrorKind::Request => (StatusCode::BAD_REQUEST, "INVALID_INPUT"),
            ErrorKind::RateLimited => (StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_REQUESTS"),
            ErrorKind::Connect | ErrorKind::Interrupted | ErrorKind::Timeout | ErrorKind::Unavailable => {
                tracing::warn!(%error, "a call for a browser failed");
                return Self::unavailable("this cannot be done at the moment; try again");
            }
            _ => {
                tracing::error!(%error, "a call for a browser failed");
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                return Self::new(
                    status,
                    "INTERNAL_ERROR",
                    "this did not work; the server's log says why",
                );
            }
        };
        Self {
            retry_after: error.retry_after(),
            ..Self::new(status, code, error.message().to_owned())
        }
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let body = json!({
            "error": self.code,
            "message": self.message,
            "statusCode": self.status.as_u16(),
        });
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static("application/json")),
            (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        let mut response = (self.status, headers, body.to_string()).into_response();
        if let Some(wait) = self.retry_after {
            let seconds = wait.as_secs().max(1);
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}
