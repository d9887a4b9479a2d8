//! Whether a message that arrives is one that was sent: publishing has no acknowledgement, but the sender receives its
//! own message.

use serde_json::{Map, Number, Value};

use super::message::RawMessage;

/// Whether this is the message of this name and payload, as far as the way through the server leaves it as it was: its
/// own `meta` replaces the payload's, and numbers pass through JavaScript and PostgreSQL.
pub(super) fn is_of(message: &RawMessage, event: &str, payload: &Map<String, Value>) -> bool {
    let mine = payload.iter().filter(|(name, _)| *name != "meta");
    message.event == event
        && mine.clone().count() == message.fields.len()
        && mine
            .clone()
            .all(|(name, value)| message.fields.get(name).is_some_and(|other| same(value, other)))
}

fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => same_number(a, b),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

#[allow(clippy::float_cmp, reason = "the server keeps the nearest double")]
fn same_number(a: &Number, b: &Number) -> bool {
    a == b || matches!((a.as_f64(), b.as_f64()), (Some(a), Some(b)) if a == b)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_message_is_known_again_after_its_way_through_the_server() {
        let message = |json: &str| RawMessage::read("note".into(), json).unwrap();
        let payload = |value: Value| value.as_object().unwrap().clone();
        let sent =
            payload(json!({"n": 9_007_199_254_740_993_u64, "f": 1.0, "t": "ü", "a": [1, null], "meta": 5}));
        let back = message(r#"{"a":[1,null],"f":1,"n":9007199254740992,"t":"ü","meta":{"channel":"c"}}"#);
        assert!(is_of(&back, "note", &sent));
        assert!(!is_of(&back, "other", &sent));
        for other in [
            r#"{"a":[1,null],"f":1,"n":9007199254740992,"t":"u","meta":{}}"#,
            r#"{"meta":{}}"#,
            r#"{"a":[1,null],"f":1,"n":9007199254740992,"t":"ü","x":1,"meta":{}}"#,
        ] {
            assert!(!is_of(&message(other), "note", &sent), "{other}");
        }
        assert!(is_of(&message(r#"{"meta":{}}"#), "note", &Map::new()));
    }
}
