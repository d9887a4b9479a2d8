//! `/api/schedules`: they are kept and never called.

use std::sync::Arc;
use std::time::SystemTime;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use bytes::Bytes;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::cron::Cron;
use super::query::Query;
use super::secrets;
use crate::app::App;
use crate::body::object;
use crate::clock::{iso_at, iso_now};
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, json_text, ok};

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// The schedules, the oldest first.
#[derive(Debug)]
pub(crate) struct Schedules {
    all: Vec<Map<String, Value>>,
    retention_days: Value,
    jobs: u64,
}

impl Default for Schedules {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            retention_days: Value::from(7),
            jobs: 0,
        }
    }
}

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/schedules", get(list).post(create))
        .route("/api/schedules/config", get(config).patch(set_config))
        .route("/api/schedules/{id}", get(read).patch(update).delete(remove))
        .route("/api/schedules/{id}/logs", get(runs))
}

async fn list(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let all: Vec<Value> = app.admin.schedules().all.iter().rev().map(shown).collect();
    Ok(ok(&Value::from(all)))
}

async fn read(State(app): State<Arc<App>>, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let id = uuid(&id)?;
    let schedules = app.admin.schedules();
    let found = schedules.all.iter().find(|one| one["id"] == id.as_str());
    found
        .map(|one| ok(&shown(one)))
        .ok_or_else(|| missing("Schedule not found."))
}

async fn create(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = object(&headers, &body)?;
    check(&body, true)?;
    check_secrets(&app, body.get("headers"))?;
    let mut schedules = app.admin.schedules();
    schedules.jobs += 1;
    let (id, job, now) = (Uuid::new_v4().to_string(), schedules.jobs.to_string(), iso_now());
    let empty = || Value::Object(Map::new());
    let one = json!({
        "id": id,
        "name": body["name"],
        "cronSchedule": body["cronSchedule"],
        "functionUrl": body["functionUrl"],
        "httpMethod": body["httpMethod"],
        "body": body.get("body").cloned().unwrap_or_else(empty),
        "headers": body.get("headers").cloned().unwrap_or_else(empty),
        "isActive": true,
        "cronJobId": job,
        "createdAt": now,
        "updatedAt": now,
        "lastExecutedAt": null,
    });
    schedules.all.extend(one.as_object().cloned());
    let answer = json!({ "id": id, "cronJobId": job, "message": "Schedule created successfully" });
    Ok(json_text(StatusCode::CREATED, answer.to_string()))
}

async fn update(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = object(&headers, &body)?;
    check(&body, false)?;
    let id = uuid(&id)?;
    check_secrets(&app, body.get("headers"))?;
    let mut schedules = app.admin.schedules();
    let job = schedules.jobs + 1;
    let Some(one) = schedules.all.iter_mut().find(|one| one["id"] == id.as_str()) else {
        return Err(missing("Schedule not found"));
    };
    let fields = [
        "name",
        "cronSchedule",
        "functionUrl",
        "httpMethod",
        "headers",
        "body",
    ];
    let mut told = one["cronJobId"].clone();
    if fields.iter().any(|field| body.contains_key(*field)) {
        // The job is made anew in the database.
        told = Value::from(job.to_string());
        one.insert("cronJobId".to_owned(), told.clone());
        one.insert("isActive".to_owned(), Value::Bool(true));
    }
    for field in fields {
        if let Some(value) = body.get(field) {
            one.insert(field.to_owned(), value.clone());
        }
    }
    if let Some(Value::Bool(active)) = body.get("isActive") {
        one.insert("isActive".to_owned(), Value::Bool(*active));
        let number = if *active {
            Value::from(job.to_string())
        } else {
            Value::Null
        };
        one.insert("cronJobId".to_owned(), number);
    }
    one.insert("updatedAt".to_owned(), Value::from(iso_now()));
    schedules.jobs = job;
    let mut answer = json!({ "id": id, "message": "Schedule updated successfully" });
    if !told.is_null() {
        answer["cronJobId"] = told;
    }
    Ok(ok(&answer))
}

async fn remove(State(app): State<Arc<App>>, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let id = uuid(&id)?;
    let mut schedules = app.admin.schedules();
    let before = schedules.all.len();
    schedules.all.retain(|one| one["id"] != id.as_str());
    if schedules.all.len() == before {
        return Err(missing("Schedule not found"));
    }
    Ok(ok(&json!({ "message": "Schedule deleted successfully." })))
}

async fn runs(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    uuid(&id)?;
    let query = Query::read(query.as_deref());
    let number = |name: &str| query.get(name).and_then(|text| text.parse::<i64>().ok());
    let limit = number("limit")
        .filter(|limit| *limit != 0)
        .unwrap_or(50)
        .clamp(1, 100);
    let offset = number("offset").unwrap_or(0).max(0);
    Ok(ok(
        &json!({ "logs": [], "totalCount": 0, "limit": limit, "offset": offset }),
    ))
}

async fn config(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    Ok(ok(
        &json!({ "retentionDays": app.admin.schedules().retention_days }),
    ))
}

async fn set_config(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = object(&headers, &body)?;
    let days = body.get("retentionDays");
    let complaint = match days {
        None => "Required",
        Some(Value::Null) => "",
        Some(value) => match value.as_i64() {
            Some(1..) => "",
            Some(_) => "Number must be greater than 0",
            None => "Expected number",
        },
    };
    if !complaint.is_empty() {
        return Err(Failure::invalid_input(format!("retentionDays: {complaint}")));
    }
    app.admin.schedules().retention_days = days.cloned().unwrap_or_default();
    Ok(ok(&json!({ "message": "Schedules config updated successfully" })))
}

/// A schedule with the time of its next call.
fn shown(one: &Map<String, Value>) -> Value {
    let mut one = Value::Object(one.clone());
    let next = one["cronSchedule"]
        .as_str()
        .and_then(Cron::read)
        .and_then(|cron| cron.next(SystemTime::now()));
    one["nextRun"] = next.map_or(Value::Null, |next| Value::from(iso_at(next)));
    one
}

fn check(body: &Map<String, Value>, new: bool) -> Result<(), Failure> {
    let mut wrong = Vec::new();
    for field in ["name", "cronSchedule", "functionUrl", "httpMethod"] {
        let complaint = match body.get(field).map(Value::as_str) {
            None if new => "Required",
            None => continue,
            Some(None) => "Expected string",
            Some(Some(text)) => complaint(field, text),
        };
        if !complaint.is_empty() {
            wrong.push(format!("{field}: {complaint}"));
        }
    }
    if !wrong.is_empty() {
        return Err(Failure::invalid_input(wrong.join(", ")));
    }
    match body.get("cronSchedule").and_then(Value::as_str) {
        Some(text) if Cron::read(text).is_none() => Err(Failure::new(
            StatusCode::BAD_REQUEST,
            "SCHEDULE_INVALID_CRON",
            "Invalid cron expression",
        )),
        _ => Ok(()),
    }
}

fn complaint(field: &str, text: &str) -> &'static str {
    match field {
        "name" if text.encode_utf16().count() < 3 => "Schedule name must be at least 3 characters long",
        "cronSchedule" if text.split_whitespace().count() != 5 && Cron::read(text).is_none() => {
            "Invalid cron schedule. Use 5-field cron (e.g., \"*/5 * * * *\") or sub-minute interval form \
             (1\u{2013}59 seconds, e.g., \"30 seconds\")."
        }
        "functionUrl" if url::Url::parse(text).is_err() => "The function URL must be a valid URL.",
        "httpMethod" if !METHODS.contains(&text) => {
            "Invalid enum value. Expected 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'"
        }
        _ => "",
    }
}

/// Every secret that a header names must be there.
fn check_secrets(app: &App, headers: Option<&Value>) -> Result<(), Failure> {
    let headers = headers.and_then(Value::as_object);
    for (header, value) in headers.into_iter().flatten() {
        let text = value.as_str().unwrap_or_default();
        for part in text.split("${{secrets.").skip(1) {
            let Some((key, _)) = part.split_once("}}") else {
                continue;
            };
            if secrets::value(app, key).is_none() {
                return Err(Failure::new(
                    StatusCode::NOT_FOUND,
                    "SECRET_NOT_FOUND",
                    format!("Secret with key \"{key}\" not found for schedule header \"{header}\"."),
                ));
            }
        }
    }
    Ok(())
}

fn uuid(id: &str) -> Result<String, Failure> {
    Uuid::parse_str(id)
        .map(|id| id.to_string())
        .map_err(|_| Failure::internal(format!("invalid input syntax for type uuid: \"{id}\"")))
}

fn missing(message: &str) -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "SCHEDULE_NOT_FOUND", message)
}
