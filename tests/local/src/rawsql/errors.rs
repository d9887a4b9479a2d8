use axum::http::StatusCode;
use tokio_postgres::error::DbError;

use crate::error::database_message;
use crate::reply::Failure;

/// A PostgreSQL error as the backend reports it.
pub(crate) fn failure(error: &tokio_postgres::Error) -> Failure {
    let Some(db) = error.as_db_error() else {
        return Failure::internal(database_message(error));
    };
    let message = db.message();
    let reply = |status, code| Failure::new(status, code, message);
    let invalid = |hint: &str| reply(StatusCode::BAD_REQUEST, "DATABASE_VALIDATION_ERROR").hint(hint);
    match db.code().code() {
        "42601" => Failure::new(
            StatusCode::FORBIDDEN,
            "FORBIDDEN",
            "Query could not be parsed and was rejected for security reasons.",
        ),
        "57014" => Failure::internal("Query timeout: The query took longer than 30 seconds to execute"),
        "23505" => reply(StatusCode::CONFLICT, "DATABASE_DUPLICATE").hint(format!(
            "A record with this field({}) already exists. You can query the existing record by using the query tool \
             and then try again.",
            key_column(db)
        )),
        "23503" => reply(StatusCode::BAD_REQUEST, "DATABASE_CONSTRAINT_VIOLATION").hint(
            "The referenced record does not exist. Please check the reference with get metadata tool and try again.",
        ),
        "23502" => reply(StatusCode::BAD_REQUEST, "MISSING_FIELD").hint(format!(
            "The {} field is required and cannot be empty. Please fill in a value and try again.",
            db.column().unwrap_or_default()
        )),
        "42P01" => invalid(
            "The resource you are trying to access does not exist. Please check the table with get metadata tool and \
             try again.",
        ),
        "42701" => invalid(&format!(
            "Remove the duplicate \"{}\" column definition. Each column name must be unique within a table.",
            message.split('"').nth(1).unwrap_or_default()
        )),
        "42703" => invalid(
            "Check the column name spelling and verify it exists in the table using GET \
             /api/database/tables/{table}/schema",
        ),
        "42830" => invalid("Ensure the referenced column has a unique constraint or is a primary key"),
        "42804" => invalid("Ensure the foreign key column and the referenced column have the same data type."),
        "42501" => reply(StatusCode::FORBIDDEN, "FORBIDDEN").hint(
            "A row-level security policy denied this operation. Verify the calling user owns the row (uploaded_by / \
             user_id matches the JWT sub), or that an appropriate INSERT/UPDATE/DELETE policy exists for this role.",
        ),
        _ => Failure::internal(message),
    }
}

/// The column in `Key (column)=(value) already exists.`
fn key_column(db: &DbError) -> &str {
    db.detail()
        .and_then(|detail| detail.split_once("Key ("))
        .and_then(|(_, rest)| rest.split_once(")="))
        .map(|(name, _)| name)
        .filter(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or("field")
}
