//! `POST /api/database/advance/import`

use std::sync::Arc;

use axum::extract::{Request, State};
use serde_json::json;

use super::names::quoted;
use super::session::AdminSession;
use super::upload::Upload;
use crate::app::App;
use crate::credentials::Caller;
use crate::rawsql::{guard, statements};
use crate::reply::{Answer, Failure, ok};

pub(super) async fn import(State(app): State<Arc<App>>, request: Request) -> Answer {
    Caller::admin(&app, request.headers())?;
    let upload = Upload::receive(request).await?;
    let truncate = upload.text("truncate") == Some("true");
    let Some(file) = &upload.file else {
        return Err(Failure::invalid_input("SQL file is required"));
    };
    if !matches!(file.extension().as_str(), ".sql" | ".txt") {
        return Err(Failure::invalid_input("Only .sql/.txt files are allowed"));
    }
    let text = String::from_utf8_lossy(&file.bytes);
    guard::check(&text)?;
    let session = AdminSession::begin(&app).await?;
    if truncate {
        let sql = "select tablename::text from pg_tables where schemaname = 'public'";
        for table in session.texts(sql, &[]).await? {
            let sql = format!(
                "savepoint attempt; truncate {} cascade; release attempt",
                quoted(&table)
            );
            if session.run(&sql).await.is_err() {
                session.run("rollback to attempt; release attempt").await?;
            }
        }
    }
    let (mut tables, mut rows): (Vec<String>, u64) = (Vec::new(), 0);
    for statement in statements::split(&text) {
        let done = session.execute(&statement).await.map_err(|error| {
            let message = error
                .as_db_error()
                .map_or_else(|| error.to_string(), |db| db.message().to_owned());
            Failure::invalid_input(format!("Import failed: {message}"))
        })?;
        let upper = statement.to_uppercase();
        if upper.starts_with("INSERT") {
            rows += done;
            note(&mut tables, &statement, &["INSERT", "INTO"]);
        }
        if upper.contains("CREATE TABLE") {
            note(&mut tables, &statement, &["CREATE", "TABLE"]);
        }
    }
    session.commit(&app).await?;
    let details = json!({ "truncate": truncate, "filename": file.name, "fileSize": file.bytes.len(),
                          "tablesAffected": tables.len(), "rowsImported": rows });
    app.admin.audit("IMPORT_DATABASE", "DATABASE", details);
    Ok(ok(&json!({
        "success": true,
        "message": "SQL file imported successfully",
        "filename": file.name,
        "tables": tables,
        "rowsImported": rows,
        "fileSize": file.bytes.len(),
    })))
}

/// The plain name behind two words, as far as the backend sees it: of `"a"` nothing, of `public.a` the schema.
fn note(tables: &mut Vec<String>, statement: &str, words: &[&str; 2]) {
    let mut rest = statement.split_whitespace();
    rest.by_ref().find(|word| word.eq_ignore_ascii_case(words[0]));
    let rest: Vec<&str> = rest
        .skip(1)
        .skip_while(|word| {
            ["IF", "NOT", "EXISTS"]
                .iter()
                .any(|skip| word.eq_ignore_ascii_case(skip))
        })
        .collect();
    let name: String = rest
        .first()
        .unwrap_or(&"")
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect();
    if !name.is_empty() && !tables.contains(&name) {
        tables.push(name);
    }
}
