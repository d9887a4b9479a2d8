//! `/api/database/tables`

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::names::{self, quoted};
use super::query::Query;
use super::session::{AdminSession, texts};
use super::table_definition::{
    column, column_complaints, foreign_key, key_complaints, own_columns, reserved_source, sql_type, text,
    validation,
};
use super::{table_change, table_facts};
use crate::app::App;
use crate::body::object;
use crate::credentials::Caller;
use crate::rawsql::errors::failure;
use crate::reply::{Answer, Failure, json_text, ok};

const CHECK_CREATE: &str =
    "Please check the request body, it must conform with the CreateTableRequest schema.";
const CHECK_UPDATE: &str =
    "Please check the request body, it must conform with the UpdateTableRequest schema.";
const CHECK_NAME: &str = "lease check the table name, it must be a valid table name, or you can create a new table with \
                          the POST /api/database/tables endpoint";

pub(crate) async fn list(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let schema = Query::read(query.as_deref()).schema()?;
    let sql = "select table_name::text from information_schema.tables \
               where table_schema = $1 and table_type = 'BASE TABLE' order by table_name";
    Ok(ok(&Value::from(texts(&app.client, sql, &[&schema]).await?)))
}

pub(crate) async fn create(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = object(&headers, &body)?;
    check_table(&body)?;
    let schema = Query::read(query.as_deref()).schema()?;
    let name = body["tableName"].as_str().unwrap_or_default();
    names::check(name, "table")?;
    let columns = own_columns(items(&body, "columns"))?;
    if columns.is_empty() {
        return Err(
            validation("Table must have at least one user-defined column").hint(
                "Please add at least one custom column (not id, created_at, or updated_at) to the table.",
            ),
        );
    }
    for (place, column) in columns.iter().enumerate() {
        names::check(text(column, "columnName"), "column").map_err(|mut refused| {
            refused.message = format!("Invalid column name at index {place}: {}", refused.message);
            refused
        })?;
    }
    let session = AdminSession::begin(&app).await?;
    if exists(&session, &schema, name).await? {
        let message = format!("table {name} already exists");
        let hint = format!("{message}. Please check the table name, it must be a unique table name.");
        return Err(Failure::new(StatusCode::BAD_REQUEST, "DATABASE_DUPLICATE", message).hint(hint));
    }
    let keys = items(&body, "foreignKeys");
    if let Some(source) = keys.iter().find_map(reserved_source) {
        return Err(forbidden(
            StatusCode::BAD_REQUEST,
            "add foreign key on system columns",
            &format!("add foreign key on the system column '{source}'"),
        ));
    }
    let mut parts = vec!["id uuid primary key default gen_random_uuid()".to_owned()];
    let mut shown = Vec::new();
    for given in columns {
        parts.push(column(given)?);
        let mut given = given.clone();
        given["sqlType"] = Value::from(sql_type(text(&given, "type"))?.0);
        shown.push(given);
    }
    parts.push("created_at timestamptz default now(), updated_at timestamptz default now()".to_owned());
    for key in keys {
        parts.push(foreign_key(key, &schema)?);
    }
    let qualified = names::qualified(&schema, name)?;
    let mut sql = format!("create table {qualified} ({});", parts.join(", "));
    if body.get("rlsEnabled") != Some(&Value::Bool(false)) {
        sql.push_str(&format!("alter table {qualified} enable row level security;"));
    }
    sql.push_str(&format!(
        "create trigger {} before update on {qualified} for each row execute function system.update_updated_at()",
        quoted(&format!("{name}_update_timestamp"))
    ));
    session.run(&sql).await?;
    session.commit(&app).await?;
    app.admin.audit(
        "CREATE_TABLE",
        "DATABASE",
        json!({ "schemaName": schema, "tableName": name, "columns": body["columns"], "rlsEnabled": body.get("rlsEnabled") != Some(&Value::Bool(false)) }),
    );
    let answer = json!({
        "schemaName": schema,
        "message": "table created successfully",
        "tableName": name,
        "columns": shown,
        "autoFields": ["id", "created_at", "updated_at"],
        "nextActions": "you can now use the table with the POST /api/database/tables/{table} endpoint",
    });
    Ok(json_text(StatusCode::CREATED, answer.to_string()))
}

pub(crate) async fn describe(
    State(app): State<Arc<App>>,
    Path(table): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let schema = Query::read(query.as_deref()).schema()?;
    names::check(&table, "table")?;
    let columns = columns(&app, &schema, &table).await?;
    if columns.is_empty() {
        return Err(missing().hint(format!("table not found. P{CHECK_NAME}")));
    }
    let keys = texts(&app.client, table_facts::FOREIGN_KEYS, &[&schema, &table]).await?;
    let keys: Value = serde_json::from_str(&keys.concat()).unwrap_or_default();
    let counted = format!("select count(*) from {}", names::qualified(&schema, &table)?);
    let count: i64 = match app.client.query_one(&counted, &[]).await {
        Ok(row) => row.get(0),
        Err(_) => 0,
    };
    Ok(ok(&json!({
        "schemaName": schema,
        "tableName": table,
        "columns": columns,
        "foreignKeys": keys,
        "recordCount": count,
    })))
}

pub(crate) async fn alter(
    State(app): State<Arc<App>>,
    Path(table): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = object(&headers, &body)?;
    let mut wrong = Vec::new();
    column_complaints(items(&body, "addColumns"), "addColumns", &mut wrong);
    key_complaints(items(&body, "addForeignKeys"), "addForeignKeys", &mut wrong);
    if !wrong.is_empty() {
        return Err(Failure::invalid_input(wrong.join(", ")).hint(CHECK_UPDATE));
    }
    let schema = Query::read(query.as_deref()).schema()?;
    let session = AdminSession::begin(&app).await?;
    let qualified = names::qualified(&schema, &table)?;
    if !exists(&session, &schema, &table).await? {
        return Err(missing().hint(format!("P{CHECK_NAME}")));
    }
    let present = columns(&app, &schema, &table).await?;
    let keys = texts(&app.client, table_facts::FOREIGN_KEYS, &[&schema, &table]).await?;
    let change = table_change::Change {
        session: &session,
        schema: &schema,
        table: &table,
        qualified: &qualified,
        columns: &present,
        foreign_keys: &keys.concat(),
    };
    let done = change.apply(&body).await?;
    session.commit(&app).await?;
    app.admin.audit(
        "UPDATE_TABLE",
        "DATABASE",
        json!({ "schemaName": schema, "tableName": table, "operations": body }),
    );
    Ok(ok(&json!({
        "schemaName": schema,
        "message": "table schema updated successfully",
        "tableName": table,
        "operations": done,
    })))
}

pub(crate) async fn remove(
    State(app): State<Arc<App>>,
    Path(table): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let schema = Query::read(query.as_deref()).schema()?;
    let qualified = names::qualified(&schema, &table)?;
    let session = AdminSession::begin(&app).await?;
    session
        .run(&format!("drop table if exists {qualified} cascade"))
        .await?;
    session.commit(&app).await?;
    app.admin.audit(
        "DELETE_TABLE",
        "DATABASE",
        json!({ "schemaName": schema, "tableName": table }),
    );
    Ok(ok(&json!({
        "schemaName": schema,
        "message": "table deleted successfully",
        "tableName": table,
        "nextActions": "table deleted successfully, you can create a new table with the POST /api/database/tables endpoint",
    })))
}

fn check_table(body: &Map<String, Value>) -> Result<(), Failure> {
    let mut wrong = Vec::new();
    match body.get("tableName").and_then(Value::as_str) {
        None => wrong.push("tableName: Required".to_owned()),
        Some("") => wrong.push("tableName: Table name cannot be empty".to_owned()),
        Some(name) if name.chars().count() > 64 => {
            wrong.push("tableName: Table name must be less than 64 characters".to_owned());
        }
        Some(_) => {}
    }
    match body.get("columns").map(Value::as_array) {
        None => wrong.push("columns: Required".to_owned()),
        Some(Some(columns)) if columns.is_empty() => {
            wrong.push("columns: At least one column is required".to_owned());
        }
        Some(columns) => {
            column_complaints(
                columns.map(Vec::as_slice).unwrap_or_default(),
                "columns",
                &mut wrong,
            );
        }
    }
    key_complaints(items(body, "foreignKeys"), "foreignKeys", &mut wrong);
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(Failure::invalid_input(wrong.join(", ")).hint(CHECK_CREATE))
    }
}

pub(super) fn items<'a>(body: &'a Map<String, Value>, name: &str) -> &'a [Value] {
    body.get(name)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

pub(super) fn forbidden(status: StatusCode, what: &str, hint: &str) -> Failure {
    Failure::new(status, "DATABASE_FORBIDDEN", format!("cannot {what}")).hint(format!("You cannot {hint}"))
}

fn missing() -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "DATABASE_NOT_FOUND", "table not found")
}

async fn exists(session: &AdminSession, schema: &str, table: &str) -> Result<bool, Failure> {
    let sql =
        "select table_name::text from information_schema.tables where table_schema = $1 and table_name = $2";
    Ok(!session.texts(sql, &[&schema, &table]).await?.is_empty())
}

/// The columns as the backend shows them.
async fn columns(app: &App, schema: &str, table: &str) -> Result<Vec<Value>, Failure> {
    let rows = app
        .client
        .query(table_facts::COLUMNS, &[&schema, &table])
        .await
        .map_err(|error| failure(&error))?;
    Ok(rows
        .iter()
        .map(|row| {
            let (sql, default): (String, Option<String>) = (row.get(1), row.get(5));
            let mut column = json!({
                "columnName": row.get::<_, String>(0),
                "type": table_facts::column_type(&sql),
                "isNullable": row.get::<_, bool>(2),
                "isPrimaryKey": row.get::<_, bool>(3),
                "isUnique": row.get::<_, bool>(4),
            });
            if let Some(default) = default {
                column["defaultValue"] = Value::from(table_facts::shown_default(&default));
            }
            column
        })
        .collect())
}
