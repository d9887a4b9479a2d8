use serde_json::Value;

use crate::database::literal;

/// A parameter as SQL text; PostgreSQL reads it as the parameter's type, as it would a value sent in text form.
pub(crate) fn sql(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::String(text) => literal(text),
        Value::Array(items) => literal(&array(items)),
        other => literal(&other.to_string()),
    }
}

/// A JavaScript array goes as a PostgreSQL array, in which objects are JSON texts.
fn array(items: &[Value]) -> String {
    let items: Vec<String> = items
        .iter()
        .map(|item| match item {
            Value::Null => "NULL".to_owned(),
            Value::Array(inner) => array(inner),
            Value::String(text) => quoted(text),
            other => quoted(&other.to_string()),
        })
        .collect();
    format!("{{{}}}", items.join(","))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::sql;

    #[test]
    fn parameters_are_written_as_the_backend_sends_them() {
        assert_eq!(sql(&json!("it's")), "'it''s'");
        assert_eq!(sql(&json!(12)), "'12'");
        assert_eq!(sql(&json!(null)), "null");
        assert_eq!(sql(&json!({"a": 1})), "'{\"a\":1}'");
        assert_eq!(sql(&json!(["a", null, 1])), "'{\"a\",NULL,\"1\"}'");
    }
}
