//! `/api/database/migrations`

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::{Map, Value, json};
use tokio_postgres::Client;

use super::risks;
use super::session::{array, texts};
use crate::app::App;
use crate::body::object;
use crate::credentials::Caller;
use crate::database;
use crate::rawsql::errors::failure;
use crate::rawsql::{guard, statements};
use crate::reply::{Answer, Failure, json_text, ok};
use crate::schema_reload::Generation;

const SHOWN: &str = "jsonb_build_object('version', version, 'name', name, 'statements', statements, \
                     'createdAt', system.iso(created_at))::text";
const VERSION: &str =
    "Migration version must be a numeric string of at most 64 digits (e.g. 0001 or 20260418091500).";
const NEWER: &str = "Migration version must be newer than the latest applied migration.";

pub(super) async fn list(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let sql = format!("select {SHOWN} from system.custom_migrations order by version::numeric desc");
    let found = texts(&app.client, &sql, &[]).await?;
    Ok(json_text(
        StatusCode::OK,
        format!("{{\"migrations\":{}}}", array(&found)),
    ))
}

pub(super) async fn apply(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = object(&headers, &body)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::trim);
    let digits = |version: &str| {
        !version.is_empty() && version.len() <= 64 && version.bytes().all(|byte| byte.is_ascii_digit())
    };
    let plain = |name: &str| {
        name.bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let checks = [
        (
            "version",
            text("version").map(|version| (digits(version), VERSION)),
        ),
        (
            "name",
            text("name").map(|name| {
                let complaint = if name.is_empty() {
                    "Migration name is required"
                } else {
                    "Use lowercase letters, numbers, and hyphens only."
                };
                (!name.is_empty() && plain(name), complaint)
            }),
        ),
        (
            "sql",
            text("sql").map(|sql| (!sql.is_empty(), "Migration SQL is required")),
        ),
    ];
    complain(&checks)?;
    let (version, name, sql) = (
        text("version").unwrap_or_default(),
        text("name").unwrap_or_default(),
        text("sql").unwrap_or_default(),
    );
    let parts = parts(sql);
    if parts.is_empty() {
        return Err(Failure::invalid_input(
            "Migration SQL must contain at least one statement.",
        ));
    }
    guard::check(sql)?;
    let before = Generation::read(&app.client).await?;
    let client = begin(&app).await?;
    let newer =
        "select coalesce(max(version::numeric) < $1::text::numeric, true) from system.custom_migrations";
    let row = client
        .query_one(newer, &[&version])
        .await
        .map_err(|error| failure(&error))?;
    if !row.get::<_, bool>(0) {
        return Err(Failure::new(
            StatusCode::CONFLICT,
            "DATABASE_MIGRATION_ALREADY_EXISTS",
            NEWER,
        ));
    }
    as_admin(&client, sql).await.map_err(|error| failure(&error))?;
    let insert = format!(
        "insert into system.custom_migrations (version, name, statements) values ($1, $2, $3) returning {SHOWN}"
    );
    let row = client
        .query_one(&insert, &[&version, &name, &parts])
        .await
        .map_err(|error| failure(&error))?;
    client
        .batch_execute("commit")
        .await
        .map_err(|error| failure(&error))?;
    drop(client);
    app.settle_schema(before).await?;
    let details = json!({ "name": name, "version": version, "statementCount": parts.len() });
    app.admin.audit("CREATE_CUSTOM_MIGRATION", "DATABASE", details);
    let mut made: Value = serde_json::from_str(row.get(0)).unwrap_or_default();
    made["message"] = Value::from("Migration executed successfully");
    Ok(json_text(StatusCode::CREATED, made.to_string()))
}

pub(super) async fn dry_run(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    Caller::admin(&app, &headers)?;
    let body: Map<String, Value> = object(&headers, &body)?;
    let sql = body.get("sql").and_then(Value::as_str).map(str::trim);
    complain(&[(
        "sql",
        sql.map(|sql| (!sql.is_empty(), "Migration SQL is required")),
    )])?;
    let sql = sql.unwrap_or_default();
    let parts = parts(sql);
    let mut risks: Vec<Value> = Vec::new();
    let failed = |code: &str, why: &str| json!({ "code": code, "description": why, "level": "DANGER" });
    let error = if let Err(refused) = guard::check(sql) {
        risks.push(failed("GUARD_VIOLATION", &refused.message));
        Some(refused.message)
    } else {
        let client = begin(&app).await?;
        let ran = as_admin(&client, sql).await.map_err(|error| failure(&error));
        match ran {
            Ok(()) => {
                risks.extend(parts.iter().flat_map(|part| risks::of(part)));
                None
            }
            // The real backend's parser sees a syntax error before anything is run.
            Err(refused) if refused.code == "FORBIDDEN" && refused.message.starts_with("Query could not") => {
                risks.push(failed("GUARD_VIOLATION", &refused.message));
                Some(refused.message)
            }
            Err(refused) => {
                risks.extend(parts.iter().flat_map(|part| risks::of(part)));
                risks.push(failed("SYNTAX_OR_EXECUTION_ERROR", &refused.message));
                Some(refused.message)
            }
        }
    };
    let has = |level: &str| risks.iter().any(|risk| risk["level"] == level);
    let level = if has("DANGER") {
        "DANGER"
    } else if has("WARNING") {
        "WARNING"
    } else {
        "SAFE"
    };
    let mut answer = json!({
        "valid": error.is_none(),
        "statementCount": parts.len(),
        "statements": parts,
        "riskLevel": level,
        "riskFactors": risks,
    });
    if let Some(error) = error {
        answer["error"] = Value::from(error);
    }
    Ok(ok(&answer))
}

/// One complaint stands alone, several name their fields.
fn complain(checks: &[(&str, Option<(bool, &str)>)]) -> Result<(), Failure> {
    let wrong: Vec<(&str, &str)> = checks
        .iter()
        .filter_map(|(name, found)| match found {
            None => Some((*name, "Required")),
            Some((false, complaint)) => Some((*name, *complaint)),
            Some((true, _)) => None,
        })
        .collect();
    match wrong.as_slice() {
        [] => Ok(()),
        [(_, complaint)] => Err(Failure::invalid_input(*complaint)),
        several => {
            let texts: Vec<String> = several
                .iter()
                .map(|(name, what)| format!("{name}: {what}"))
                .collect();
            Err(Failure::invalid_input(texts.join(", ")))
        }
    }
}

/// The statements; one alone keeps its semicolon.
fn parts(sql: &str) -> Vec<String> {
    let parts = statements::split(sql);
    if parts.len() == 1 {
        vec![sql.trim().to_owned()]
    } else {
        parts
    }
}

/// A transaction of the owner's, which ends with the connection unless it is committed.
async fn begin(app: &App) -> Result<Client, Failure> {
    let client = database::connect(&app.database_url, "insforge-local").await?;
    client
        .batch_execute(
            "begin; select pg_advisory_xact_lock(hashtext('system.custom_migrations')); \
             set local search_path to public",
        )
        .await
        .map_err(|error| failure(&error))?;
    Ok(client)
}

async fn as_admin(client: &Client, sql: &str) -> Result<(), tokio_postgres::Error> {
    client
        .batch_execute(
            "set local role project_admin; set local request.jwt.claims = '{\"role\":\"project_admin\"}'",
        )
        .await?;
    client.batch_execute(sql).await?;
    client.batch_execute("reset role").await
}
