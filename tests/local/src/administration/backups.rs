//! `/api/database/backups` and `/api/database/config`: backups are listed as if they were made; none can be restored,
//! since nothing is copied.

use std::sync::Arc;
use std::time::SystemTime;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, patch, post};
use bytes::Bytes;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::cron::Cron;
use crate::app::App;
use crate::body::object;
use crate::clock::{iso_at, iso_now};
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, json_text, ok};

/// The backups, the oldest first, and when they would be made by the clock.
#[derive(Debug)]
pub(crate) struct Backups {
    all: Vec<Value>,
    config: Map<String, Value>,
}

impl Default for Backups {
    fn default() -> Self {
        let config = json!({ "enabled": false, "cronSchedule": "0 0 * * *", "retentionDays": 7 });
        Self {
            all: Vec::new(),
            config: config.as_object().cloned().unwrap_or_default(),
        }
    }
}

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/database/backups", get(list).post(create))
        .route("/api/database/backups/{id}", patch(rename).delete(remove))
        .route("/api/database/backups/{id}/restore", post(restore))
        .route("/api/database/config", get(config).patch(set_config))
}

async fn list(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let all: Vec<Value> = app.admin.backups().all.iter().rev().cloned().collect();
    Ok(ok(&json!({ "backups": all })))
}

async fn create(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    Caller::admin(&app, &headers)?;
    let name = name(&object(&headers, &body)?, false)?;
    let mut backups = app.admin.backups();
    check_free(&backups.all, &name, "")?;
    let now = iso_now();
    let mut made = json!({
        "id": Uuid::new_v4().to_string(),
        "name": name,
        "triggerSource": "manual",
        "status": "running",
        "sizeBytes": null,
        "errorMessage": null,
        "createdAt": now,
        "completedAt": null,
        "createdBy": "api-key",
        "expiresAt": null,
    });
    let answer = json_text(StatusCode::CREATED, made.to_string());
    made["status"] = Value::from("failed");
    made["errorMessage"] = Value::from("a local InsForge makes no backups");
    made["completedAt"] = Value::from(now);
    backups.all.push(made);
    Ok(answer)
}

async fn rename(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let id = uuid(&id)?;
    let name = name(&object(&headers, &body)?, true)?;
    let mut backups = app.admin.backups();
    check_free(&backups.all, &name, &id)?;
    let one = backups.all.iter_mut().find(|one| one["id"] == id.as_str());
    let one = one.ok_or_else(missing)?;
    one["name"] = name;
    Ok(ok(one))
}

async fn remove(State(app): State<Arc<App>>, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let id = uuid(&id)?;
    let mut backups = app.admin.backups();
    let before = backups.all.len();
    backups.all.retain(|one| one["id"] != id.as_str());
    if backups.all.len() == before {
        return Err(missing());
    }
    Ok(ok(&json!({ "message": "Backup deleted successfully" })))
}

async fn restore(State(app): State<Arc<App>>, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let id = uuid(&id)?;
    if !app.admin.backups().all.iter().any(|one| one["id"] == id.as_str()) {
        return Err(missing());
    }
    Err(Failure::new(
        StatusCode::CONFLICT,
        "DATABASE_CONSTRAINT_VIOLATION",
        "This backup is not restorable. Only completed backups can be restored.",
    ))
}

async fn config(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    Ok(ok(&json!({ "backup": shown(&app.admin.backups().config) })))
}

async fn set_config(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = object(&headers, &body)?;
    let Some(change) = body.get("backup").and_then(Value::as_object) else {
        return Err(Failure::invalid_input("backup: Required"));
    };
    if change.is_empty() {
        return Err(Failure::invalid_input(
            "backup: At least one field must be provided",
        ));
    }
    if let Some(cron) = change.get("cronSchedule").and_then(Value::as_str) {
        let fields: Vec<&str> = cron.split_whitespace().collect();
        let complaint = if fields.len() != 5 {
            "cronSchedule must be a standard 5-field cron expression (minute, hour, day of month, month, day of week)."
        } else if fields[0].parse::<u32>().is_err() {
            "Scheduled backups can run at most once per hour: the minute field must be a single value \
             (e.g. \"30 2 * * *\")."
        } else if Cron::read(cron).is_none() {
            "cronSchedule is not a valid cron expression."
        } else {
            ""
        };
        if !complaint.is_empty() {
            return Err(Failure::invalid_input(complaint));
        }
    }
    match change
        .get("retentionDays")
        .map(|days| (days.is_null(), days.as_i64()))
    {
        Some((false, Some(..=0) | None)) => {
            return Err(Failure::invalid_input(
                "backup.retentionDays: Number must be greater than 0",
            ));
        }
        Some((false, Some(3651..))) => {
            return Err(Failure::invalid_input(
                "backup.retentionDays: Retention must be 3650 days (10 years) or less",
            ));
        }
        _ => {}
    }
    let mut backups = app.admin.backups();
    for name in ["enabled", "cronSchedule", "retentionDays"] {
        if let Some(value) = change.get(name) {
            backups.config.insert(name.to_owned(), value.clone());
        }
    }
    Ok(ok(&json!({ "backup": shown(&backups.config) })))
}

fn shown(config: &Map<String, Value>) -> Value {
    let mut shown = Value::Object(config.clone());
    let next = shown["cronSchedule"]
        .as_str()
        .filter(|_| shown["enabled"] == true)
        .and_then(Cron::read)
        .and_then(|cron| cron.next(SystemTime::now()));
    shown["nextBackupAt"] = next.map_or(Value::Null, |next| Value::from(iso_at(next)));
    shown
}

fn name(body: &Map<String, Value>, required: bool) -> Result<Value, Failure> {
    let complain = |what: &str| Err(Failure::invalid_input(format!("name: {what}")));
    match body.get("name") {
        None if required => complain("Required"),
        None => Ok(Value::Null),
        Some(Value::Null) if required => Ok(Value::Null),
        Some(Value::String(name)) => match name.trim().chars().count() {
            0 => complain("Backup name cannot be empty"),
            65.. => complain("Backup name must be less than 64 characters"),
            _ => Ok(Value::from(name.trim())),
        },
        Some(_) => complain("Expected string"),
    }
}

fn check_free(all: &[Value], name: &Value, own: &str) -> Result<(), Failure> {
    let taken = all
        .iter()
        .any(|one| !name.is_null() && one["name"] == *name && one["id"] != own);
    if !taken {
        return Ok(());
    }
    Err(Failure::new(
        StatusCode::CONFLICT,
        "DATABASE_DUPLICATE",
        "A backup with this name already exists.",
    ))
}

fn uuid(id: &str) -> Result<String, Failure> {
    Uuid::parse_str(id)
        .map(|id| id.to_string())
        .map_err(|_| Failure::invalid_input("Invalid backup ID"))
}

fn missing() -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "DATABASE_NOT_FOUND", "Backup not found.")
}
