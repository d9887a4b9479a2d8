//! `POST /api/database/advance/bulk-upsert`

use std::sync::Arc;

use axum::extract::{Request, State};
use serde_json::{Map, Value, json};

use super::csv;
use super::names::{self, quoted};
use super::session::AdminSession;
use super::upload::{File, Upload};
use crate::app::App;
use crate::credentials::Caller;
use crate::database::literal;
use crate::error::database_message;
use crate::reply::{Answer, Failure, ok};

pub(super) async fn upsert(State(app): State<Arc<App>>, request: Request) -> Answer {
    Caller::admin(&app, request.headers())?;
    let upload = Upload::receive(request).await?;
    let Some(file) = &upload.file else {
        return Err(Failure::invalid_input("File is required"));
    };
    let Some(table) = upload.text("table") else {
        return Err(Failure::invalid_input("table: Required"));
    };
    if table.is_empty() {
        return Err(Failure::invalid_input("table: Table name is required"));
    }
    let schema = upload.text("schema").unwrap_or("public");
    let target = names::qualified(schema, table)?;
    let records = records(file)?;
    let session = AdminSession::begin(&app).await?;
    let mut written = 0;
    for group in groups(&records) {
        let sql = statement(&target, &group, upload.text("upsertKey"))?;
        written += session.execute(&sql).await.map_err(|error| {
            let message = error
                .as_db_error()
                .map_or_else(|| database_message(&error), |db| db.message().to_owned());
            Failure::invalid_input(message)
        })?;
    }
    session.commit(&app).await?;
    app.admin.audit(
        "BULK_UPSERT",
        "DATABASE",
        json!({ "schemaName": schema, "table": table, "filename": file.name, "fileSize": file.bytes.len(),
                "upsertKey": upload.text("upsertKey"), "rowsAffected": written, "totalRecords": records.len() }),
    );
    Ok(ok(&json!({
        "success": true,
        "message": format!("Successfully inserted {written} rows into {table}"),
        "table": table,
        "rowsAffected": written,
        "totalRecords": records.len(),
        "filename": file.name,
    })))
}

/// The rows of a file.
fn records(file: &File) -> Result<Vec<Map<String, Value>>, Failure> {
    let extension = file.extension();
    let broken = |error: String| Failure::invalid_input(format!("Failed to parse {extension} file: {error}"));
    let text = String::from_utf8_lossy(&file.bytes);
    let records: Vec<Map<String, Value>> = match extension.as_str() {
        ".csv" => {
            let mut lines = csv::lines(&text).map_err(broken)?.into_iter();
            let names = lines.next().unwrap_or_default();
            let mut records = Vec::new();
            for (place, line) in lines.enumerate() {
                if line.len() != names.len() {
                    return Err(broken(format!(
                        "Invalid Record Length: columns length is {}, got {} on line {}",
                        names.len(),
                        line.len(),
                        place + 2
                    )));
                }
                records.push(
                    names
                        .iter()
                        .cloned()
                        .zip(line.into_iter().map(Value::from))
                        .collect(),
                );
            }
            records
        }
        ".json" => {
            let value: Value = serde_json::from_str(&text).map_err(|error| broken(error.to_string()))?;
            let list = match value {
                Value::Array(list) => list,
                other => vec![other],
            };
            list.into_iter()
                .filter_map(|one| one.as_object().cloned())
                .collect()
        }
        _ => return Err(Failure::invalid_input("Unsupported file type. Use .csv or .json")),
    };
    if records.is_empty() {
        return Err(Failure::invalid_input("No records found in file"));
    }
    Ok(records)
}

/// Rows of the same fields together, so that a missing field overwrites nothing.
fn groups(records: &[Map<String, Value>]) -> Vec<Vec<&Map<String, Value>>> {
    let mut groups: Vec<Vec<&Map<String, Value>>> = Vec::new();
    for record in records {
        let same = |group: &&mut Vec<&Map<String, Value>>| {
            group.first().is_some_and(|first| first.keys().eq(record.keys()))
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(record),
            None => groups.push(vec![record]),
        }
    }
    groups
}

fn statement(target: &str, group: &[&Map<String, Value>], key: Option<&str>) -> Result<String, Failure> {
    let columns: Vec<&String> = group
        .first()
        .map(|first| first.keys().collect())
        .unwrap_or_default();
    let mut rows = Vec::new();
    for record in group {
        let values: Result<Vec<String>, Failure> = record.values().map(value).collect();
        rows.push(format!("({})", values?.join(", ")));
    }
    let names: Vec<String> = columns.iter().map(|name| quoted(name)).collect();
    let mut sql = format!(
        "insert into {target} ({}) values {}",
        names.join(", "),
        rows.join(", ")
    );
    if let Some(key) = key.filter(|key| !key.is_empty()) {
        if !columns.iter().any(|name| *name == key) {
            let message = format!("Upsert key '{key}' not found in record columns");
            return Err(Failure::invalid_input(message));
        }
        let set: Vec<String> = columns
            .iter()
            .filter(|name| *name != &key)
            .map(|name| format!("{0} = excluded.{0}", quoted(name)))
            .collect();
        let action = if set.is_empty() {
            "do nothing".to_owned()
        } else {
            format!("do update set {}", set.join(", "))
        };
        sql.push_str(&format!(" on conflict ({}) {action}", quoted(key)));
    }
    Ok(sql)
}

fn value(value: &Value) -> Result<String, Failure> {
    Ok(match value {
        Value::Null => "NULL".to_owned(),
        Value::String(text) if text.is_empty() => "NULL".to_owned(),
        Value::String(text) => literal(text),
        Value::Array(_) => {
            return Err(Failure::strict(
                "the backend writes an array as a list of SQL values, which ends in a syntax error or in other columns",
            ));
        }
        object @ Value::Object(_) => format!("{}::jsonb", literal(&object.to_string())),
        other => literal(&other.to_string()),
    })
}
