use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::reply::Failure;

/// A refusal as S3 writes it.
#[derive(Debug, Clone)]
pub(crate) struct S3Error {
    status: StatusCode,
    code: &'static str,
    message: String,
    more: String,
}

impl S3Error {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            more: String::new(),
        }
    }

    pub(crate) fn denied(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "AccessDenied", message)
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "InvalidArgument", message)
    }

    pub(crate) fn no_such_key() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "NoSuchKey",
            "The specified key does not exist.",
        )
    }

    pub(crate) fn too_large(proposed: u64, allowed: u64) -> Self {
        let mut error = Self::new(
            StatusCode::BAD_REQUEST,
            "EntityTooLarge",
            "Your proposed upload exceeds the maximum allowed size",
        );
        error.more =
            format!("<ProposedSize>{proposed}</ProposedSize><MaxSizeAllowed>{allowed}</MaxSizeAllowed>");
        error
    }
}

impl From<Failure> for S3Error {
    fn from(failure: Failure) -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "InternalError",
            failure.message,
        )
    }
}

impl IntoResponse for S3Error {
    fn into_response(self) -> Response {
        let text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{}</Code><Message>{}</Message>{}\
             <RequestId>LOCAL</RequestId></Error>",
            self.code,
            escape(&self.message),
            self.more
        );
        xml(self.status, text)
    }
}

pub(crate) fn xml(status: StatusCode, text: String) -> Response {
    let kind: (HeaderName, &str) = (header::CONTENT_TYPE, "application/xml");
    (status, [kind], text).into_response()
}

pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&apos;")
}
