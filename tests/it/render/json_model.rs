//! `jsonb`'s containment and paths.

use serde_json::Value;

/// `whole @> part`
pub(super) fn contains(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        // Only at the top an array may contain a bare scalar.
        (Value::Array(elements), part) if !part.is_array() && !part.is_object() => elements.contains(part),
        _ => within(whole, part),
    }
}

fn within(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => part
            .iter()
            .all(|(key, value)| whole.get(key).is_some_and(|whole| within(whole, value))),
        (Value::Array(whole), Value::Array(part)) => part
            .iter()
            .all(|part| whole.iter().any(|whole| within(whole, part))),
        (whole, part) => whole == part,
    }
}

/// What `->>` makes of a string, number or truth value.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// What `-> 0` finds: PostgreSQL takes a scalar for an array of itself.
pub(super) fn first(value: &Value) -> Option<&Value> {
    match value {
        Value::Array(elements) => elements.first(),
        Value::Object(_) => None,
        scalar => Some(scalar),
    }
}
