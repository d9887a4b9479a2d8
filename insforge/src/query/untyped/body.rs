//! Rows as JSON objects of whatever columns.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::schema::{ValueError, check_exact};

/// An object whose values arrive as they are.
pub(super) fn object(row: &impl Serialize) -> Result<Map<String, Value>, ValueError> {
    let value = serde_json::to_value(row).map_err(|error| ValueError::new(error.to_string()))?;
    let Value::Object(mut columns) = value else {
        return Err(ValueError::new(
            "a row is a JSON object of columns and values: `json!({ \"title\": \"..\" })`, or a struct",
        ));
    };
    for (name, value) in &mut columns {
        if let Value::Number(number) = value
            && !number.is_f64()
        {
            // The gateway's JavaScript would round a large one; PostgreSQL reads either.
            if check_exact(&Value::Number(number.clone())).is_err() {
                *value = Value::String(number.to_string());
            }
        }
        check_exact(value).map_err(|reason| ValueError::new(format!("column `{name}`: {reason}")))?;
    }
    Ok(columns)
}
