//! Mails that users and administrators send by `/api/email/send-raw`: kept, not sent.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::post;
use bytes::Bytes;
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::body::object;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, ok};

/// A mail that a program has sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SentEmail {
    /// Who gets it.
    pub to: Vec<String>,
    /// Who gets a copy.
    pub cc: Vec<String>,
    /// Who gets a copy that the others do not see.
    pub bcc: Vec<String>,
    /// Its subject.
    pub subject: String,
    /// Its body.
    pub html: String,
    /// The sender's name.
    pub from: Option<String>,
    /// Where answers go.
    pub reply_to: Option<String>,
}

/// All mails so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct SentEmails(Arc<Mutex<Vec<SentEmail>>>);

impl SentEmails {
    pub(crate) fn all(&self) -> Vec<SentEmail> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/api/email/send-raw", post(send))
}

async fn send(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let body = object(&headers, &body)?;
    if Caller::any(&app, &headers)? == Caller::Anon {
        return Err(Failure::new(
            StatusCode::UNAUTHORIZED,
            "AUTH_INVALID_CREDENTIALS",
            "Sending emails requires an authenticated user",
        ));
    }
    let mail = read(&body)?;
    app.emails
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(mail);
    Ok::<Response, Failure>(ok(&json!({})))
}

fn read(body: &Map<String, Value>) -> Result<SentEmail, Failure> {
    let mut wrong = Vec::new();
    let mut addresses = |field: &str, required: bool| -> Vec<String> {
        let list = match body.get(field) {
            Some(Value::String(one)) => vec![one.clone()],
            Some(Value::Array(many)) => many
                .iter()
                .map(|one| one.as_str().unwrap_or_default().to_owned())
                .collect(),
            _ => Vec::new(),
        };
        if list.iter().any(|one| !one.contains('@')) {
            wrong.push(json!({"code": "invalid_string", "message": "Invalid email format", "path": [field]}));
        }
        if list.len() > 50 {
            wrong.push(
                json!({"code": "too_big", "message": "Maximum 50 recipients allowed", "path": [field]}),
            );
        }
        if required && list.is_empty() {
            wrong.push(json!({"code": "invalid_type", "message": "Required", "path": [field]}));
        }
        list
    };
    let (to, cc, bcc) = (
        addresses("to", true),
        addresses("cc", false),
        addresses("bcc", false),
    );
    let text = |field: &str| body.get(field).and_then(Value::as_str).map(str::to_owned);
    for field in ["subject", "html"] {
        if text(field).is_none_or(|text| text.is_empty()) {
            wrong.push(
                json!({"code": "too_small", "message": format!("{field} is required"), "path": [field]}),
            );
        }
    }
    for (field, most) in [("subject", 500), ("from", 100)] {
        if text(field).is_some_and(|text| text.encode_utf16().count() > most) {
            wrong.push(json!({"code": "too_big", "maximum": most, "message": "Too long", "path": [field]}));
        }
    }
    if !wrong.is_empty() {
        // The real one puts the issues into the message as JSON.
        return Err(Failure::invalid_input(Value::from(wrong).to_string()));
    }
    Ok(SentEmail {
        to,
        cc,
        bcc,
        subject: text("subject").unwrap_or_default(),
        html: text("html").unwrap_or_default(),
        from: text("from"),
        reply_to: text("replyTo"),
    })
}
