//! The shapes an error body comes in, read into one.

use serde_json::{Map, Value};

use super::{sqlstate, xml};

/// What a body says. Every field is empty where the body has no such thing.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Parsed {
    pub(super) code: Option<String>,
    pub(super) is_sqlstate: bool,
    pub(super) message: Option<String>,
    pub(super) details: Option<String>,
    pub(super) hint: Option<String>,
    pub(super) next_actions: Option<String>,
    /// The largest size allowed, in bytes, where the body is a refusal for size.
    pub(super) size_limit: Option<u64>,
}

pub(super) fn parse(body: &[u8]) -> Parsed {
    if let Ok(Value::Object(object)) = serde_json::from_slice::<Value>(body) {
        return from_object(object);
    }
    let text = String::from_utf8_lossy(body);
    if let Some((code, message)) = xml::s3_error(&text) {
        let message = Some(message).filter(|message| !message.is_empty());
        return Parsed {
            size_limit: xml::size_limit(&text),
            code: Some(code),
            message,
            ..Parsed::default()
        };
    }
    let message = match xml::html_title(&text) {
        Some(title) if title.is_empty() => Some("the answer is an HTML page, not the API's".to_owned()),
        Some(title) => Some(format!("the answer is an HTML page, not the API's: {title}")),
        None => text
            .lines()
            .map(str::trim)
            .find(|line| !line.is_empty())
            .map(str::to_owned),
    };
    Parsed {
        message,
        ..Parsed::default()
    }
}

fn from_object(mut object: Map<String, Value>) -> Parsed {
    match object.remove("error") {
        // InsForge's envelope `{error, message, statusCode, nextActions}`, or a function's `{error: text}`.
        Some(Value::String(error)) => {
            let message = take(&mut object, "message");
            let error = Some(error).filter(|error| !error.is_empty());
            let next_actions = take(&mut object, "nextActions");
            let details = take(&mut object, "details");
            Parsed {
                code: error.clone().filter(|error| message.is_some() || is_word(error)),
                message: message.or(error),
                details,
                next_actions,
                ..Parsed::default()
            }
        }
        // A model provider's `{error: {code, message}}`, passed on.
        Some(Value::Object(inner)) => from_object(inner),
        // PostgREST's `{code, message, details, hint}`.
        _ => {
            let code = take(&mut object, "code");
            Parsed {
                is_sqlstate: code.as_deref().is_some_and(sqlstate::is_sqlstate),
                code,
                message: take(&mut object, "message"),
                details: take(&mut object, "details"),
                hint: take(&mut object, "hint"),
                next_actions: take(&mut object, "nextActions"),
                ..Parsed::default()
            }
        }
    }
}

/// A field as text; `RAISE` may put any JSON where text is usual.
fn take(object: &mut Map<String, Value>, key: &str) -> Option<String> {
    match object.remove(key)? {
        Value::Null => None,
        Value::String(text) => Some(text).filter(|text| !text.is_empty()),
        other => Some(other.to_string()),
    }
}

/// Whether the text is a code such as `not_connected` rather than a sentence.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
