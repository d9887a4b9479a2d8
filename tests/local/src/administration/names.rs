//! Names of tables, columns and schemas.

use axum::http::StatusCode;

use crate::reply::Failure;

/// Refuses what the backend does not take for a name.
pub(crate) fn check(name: &str, kind: &str) -> Result<(), Failure> {
    let invalid = |reason: &str, hint: String| {
        Err(Failure::new(
            StatusCode::BAD_REQUEST,
            "DATABASE_VALIDATION_ERROR",
            format!("Invalid {kind} name: {reason}"),
        )
        .hint(hint))
    };
    if name.trim().is_empty() {
        return invalid("cannot be empty", format!("Please provide a valid {kind} name"));
    }
    if name.chars().any(|c| c == '"' || c.is_ascii_control()) {
        return invalid(
            "cannot contain quotes or control characters",
            format!(
                "The {kind} name cannot contain double quotes or control characters (tabs, newlines, etc.)"
            ),
        );
    }
    Ok(())
}

/// A name as an SQL identifier.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A checked table of a checked schema as SQL.
pub(crate) fn qualified(schema: &str, table: &str) -> Result<String, Failure> {
    check(schema, "schema")?;
    check(table, "identifier")?;
    Ok(format!("{}.{}", quoted(schema), quoted(table)))
}
