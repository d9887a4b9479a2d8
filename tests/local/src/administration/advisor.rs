//! `/api/advisor`: one rule, which finds tables in `public` without row-level security.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{delete, get, post};
use bytes::Bytes;
use serde_json::{Value, json};
use uuid::Uuid;

use super::query::Query;
use super::session::texts;
use crate::app::App;
use crate::body::object;
use crate::clock::iso_now;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, json_text, ok};

/// What scans have found, and what is left out.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    scan: Option<Value>,
    issues: Vec<Value>,
    suppressions: Vec<Value>,
}

impl Findings {
    fn left(&self) -> Vec<&Value> {
        let hidden = |issue: &Value| {
            self.suppressions.iter().any(|one| {
                one["ruleId"] == issue["ruleId"]
                    && (one["scope"] == "rule" || one["affectedObject"] == issue["affectedObject"])
            })
        };
        self.issues.iter().filter(|issue| !hidden(issue)).collect()
    }
}

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/advisor/scan", post(scan))
        .route("/api/advisor/latest", get(latest))
        .route("/api/advisor/issues", get(issues))
        .route("/api/advisor/suppressions", get(suppressions).post(suppress))
        .route("/api/advisor/suppressions/{id}", delete(unsuppress))
}

async fn scan(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let sql = "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') \
               and not relrowsecurity order by 1";
    let tables = texts(&app.client, sql, &[]).await?;
    let id = Uuid::new_v4().to_string();
    let mut findings = app.admin.findings();
    findings.issues = tables
        .iter()
        .map(|table| {
            json!({
                "id": Uuid::new_v4().to_string(),
                "ruleId": "rls_disabled",
                "severity": "critical",
                "category": "security",
                "title": "Row-level security is off",
                "description": format!("Whoever has a grant on the table {table} reads all of it."),
                "affectedObject": format!("public.{table}"),
                "recommendation": format!("alter table public.{table} enable row level security"),
            })
        })
        .collect();
    findings.scan = Some(json!({
        "scanId": id,
        "status": "completed",
        "scanType": "manual",
        "scannedAt": iso_now(),
        "errorMessage": null,
    }));
    let answer = json!({ "scanId": id, "message": "Scan started" });
    Ok(json_text(StatusCode::CREATED, answer.to_string()))
}

async fn latest(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let findings = app.admin.findings();
    let Some(mut scan) = findings.scan.clone() else {
        return Ok(ok(&Value::Null));
    };
    let left = findings.left();
    let count = |severity: &str| left.iter().filter(|one| one["severity"] == severity).count();
    scan["summary"] = json!({
        "total": left.len(),
        "critical": count("critical"),
        "warning": count("warning"),
        "info": count("info"),
    });
    Ok(ok(&scan))
}

async fn issues(State(app): State<Arc<App>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let query = Query::read(query.as_deref());
    for (name, words) in [
        ("severity", ["critical", "warning", "info"]),
        ("category", ["security", "performance", "health"]),
    ] {
        if query.get(name).is_some_and(|word| !words.contains(&word)) {
            let words = words.join(", ");
            return Err(Failure::invalid_input(format!(
                "Invalid {name} parameter: must be one of {words}"
            )));
        }
    }
    let number = |name: &str, default| {
        query
            .get(name)
            .and_then(|text| text.parse().ok())
            .unwrap_or(default)
    };
    let findings = app.admin.findings();
    let matches = |one: &&&Value| {
        ["severity", "category"]
            .iter()
            .all(|name| query.get(name).is_none_or(|word| one[*name] == word))
    };
    let left = findings.left();
    let found: Vec<&&Value> = left.iter().filter(matches).collect();
    let page: Vec<&&&Value> = found
        .iter()
        .skip(number("offset", 0))
        .take(number("limit", 50))
        .collect();
    Ok(ok(&json!({ "issues": page, "total": found.len() })))
}

async fn suppressions(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    Ok(ok(&json!({ "suppressions": app.admin.findings().suppressions })))
}

async fn suppress(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = object(&headers, &body)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let object = text("affectedObject");
    let complaint = if text("ruleId").trim().is_empty() {
        "Invalid ruleId: must be a non-empty string"
    } else if !matches!(text("scope"), "instance" | "rule") {
        "Invalid scope: must be one of instance, rule"
    } else if !matches!(
        text("reason"),
        "false_positive" | "accepted_risk" | "wont_fix" | "other"
    ) {
        "Invalid reason: must be one of false_positive, accepted_risk, wont_fix, other"
    } else if text("scope") == "instance" && object.trim().is_empty() {
        "Invalid affectedObject: required for instance scope, at most 500 characters"
    } else if text("reason") == "other" && text("note").trim().is_empty() {
        "Invalid note: required when reason is \"other\""
    } else {
        ""
    };
    if !complaint.is_empty() {
        return Err(Failure::invalid_input(complaint));
    }
    let mut made = json!({
        "id": Uuid::new_v4().to_string(),
        "ruleId": text("ruleId").trim(),
        "scope": text("scope"),
        "reason": text("reason"),
        "createdAt": iso_now(),
    });
    if text("scope") == "instance" {
        made["affectedObject"] = Value::from(object);
    }
    if !text("note").is_empty() {
        made["note"] = Value::from(text("note"));
    }
    app.admin.findings().suppressions.push(made.clone());
    Ok(json_text(StatusCode::CREATED, made.to_string()))
}

async fn unsuppress(State(app): State<Arc<App>>, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    if Uuid::parse_str(&id).is_err() {
        return Err(Failure::invalid_input("Invalid id: must be a valid UUID"));
    }
    let mut findings = app.admin.findings();
    let before = findings.suppressions.len();
    findings.suppressions.retain(|one| one["id"] != id.as_str());
    if findings.suppressions.len() == before {
        return Err(Failure::new(
            StatusCode::NOT_FOUND,
            "NOT_FOUND",
            "Suppression not found",
        ));
    }
    Ok(ok(&json!({ "deleted": true })))
}
