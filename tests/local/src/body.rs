use axum::http::{HeaderMap, header};
use bytes::Bytes;
use serde_json::{Map, Value};

use crate::reply::{CHECK_JSON, Failure};

/// Whether the backend would read the body as JSON at all.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    kind.split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .eq_ignore_ascii_case("application/json")
}

/// The body as text if it is JSON of the two kinds the backend takes: an object or an array. A body that is empty or
/// of another content type counts as the empty object, as in the real one.
pub(crate) fn json<'a>(headers: &HeaderMap, body: &'a [u8]) -> Result<&'a str, Failure> {
    if !is_json(headers) || body.is_empty() {
        return Ok("{}");
    }
    let refuse = |message: String| Failure::invalid_input(message).hint(CHECK_JSON);
    let text = std::str::from_utf8(body).map_err(|_| refuse("Unexpected token in JSON".to_owned()))?;
    let first = text.trim_start().chars().next();
    match first {
        Some('{' | '[') => {}
        None => return Ok("{}"),
        Some(other) => {
            return Err(refuse(format!(
                "Unexpected token '{other}', \"{}\" is not valid JSON",
                text.trim()
            )));
        }
    }
    match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Ok(_) => Ok(text),
        Err(error) if error.is_eof() => Err(refuse("Unexpected end of JSON input".to_owned())),
        Err(error) => Err(refuse(format!("{error} in JSON"))),
    }
}

/// The body as a JSON object.
pub(crate) fn object(headers: &HeaderMap, body: &Bytes) -> Result<Map<String, Value>, Failure> {
    match serde_json::from_str(json(headers, body)?) {
        Ok(Value::Object(map)) => Ok(map),
        _ => Err(Failure::invalid_input(": Expected object, received array")),
    }
}
