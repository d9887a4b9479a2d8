use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// An error answer of the InsForge surface.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) next_actions: Option<String>,
}

pub(crate) const CHECK_TOKEN: &str = "Check the token is valid or login to get a new token.";
pub(crate) const CHECK_ADMIN_TOKEN: &str =
    "Check the admin token is valid or login as admin to get a new token.";
pub(crate) const CHECK_API_KEY: &str = "Check the API key is valid or generate a new API key.";
pub(crate) const CHECK_JSON: &str = "Please ensure your request body contains valid JSON";

impl Failure {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            next_actions: None,
        }
    }

    pub(crate) fn hint(mut self, text: impl Into<String>) -> Self {
        self.next_actions = Some(text.into());
        self
    }

    pub(crate) fn invalid_input(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "INVALID_INPUT", message)
    }

    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_ERROR", message)
    }

    /// A token problem; the same for bad, expired and misplaced tokens.
    pub(crate) fn invalid_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "AUTH_UNAUTHORIZED", "Invalid token")
    }

    /// A request the real gateway would corrupt or answer wrongly without a word.
    pub(crate) fn strict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "INSFORGE_LOCAL_STRICT", message)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut body = json!({
            "error": self.code,
            "message": self.message,
            "statusCode": self.status.as_u16(),
        });
        if let (Some(hint), Some(map)) = (self.next_actions, body.as_object_mut()) {
            map.insert("nextActions".to_owned(), Value::String(hint));
        }
        json_text(self.status, body.to_string())
    }
}

impl From<crate::error::Error> for Failure {
    fn from(error: crate::error::Error) -> Self {
        Self::internal(error.to_string())
    }
}

/// What handlers give back.
pub(crate) type Answer = Result<Response, Failure>;

pub(crate) fn ok(body: &Value) -> Response {
    json_text(StatusCode::OK, body.to_string())
}

/// A text that is JSON already.
pub(crate) fn json_text(status: StatusCode, text: String) -> Response {
    let kind = HeaderValue::from_static("application/json; charset=utf-8");
    (status, [(header::CONTENT_TYPE, kind)], text).into_response()
}
