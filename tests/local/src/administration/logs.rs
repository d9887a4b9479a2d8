//! `/api/logs`: what administrators did, and the requests that this server has seen.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::routing::get;
use serde_json::{Value, json};

use super::page::page;
use super::query::Query;
use crate::app::App;
use crate::clock::iso_at;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, ok};

const SOURCES: [(&str, &str); 4] = [
    ("insforge.logs", "insforge.logs.jsonl"),
    ("postgres.logs", "postgres.logs.jsonl"),
    ("postgREST.logs", "postgrest.logs.jsonl"),
    ("function.logs", "function.logs.jsonl"),
];

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/logs/audits", get(audits).delete(clear))
        .route("/api/logs/audits/stats", get(audit_stats))
        .route("/api/logs/sources", get(sources))
        .route("/api/logs/stats", get(stats))
        .route("/api/logs/search", get(search))
        .route("/api/logs/{source}", get(read))
}

async fn audits(State(app): State<Arc<App>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let query = Query::read(query.as_deref());
    let matches = |one: &Value| {
        ["actor", "action", "module"].iter().all(|name| {
            query
                .get(name)
                .is_none_or(|wanted| wanted.is_empty() || one[*name] == wanted)
        }) && query
            .get("start_date")
            .is_none_or(|start| one["createdAt"].as_str() >= Some(start))
            && query
                .get("end_date")
                .is_none_or(|end| one["createdAt"].as_str() <= Some(end))
    };
    let found: Vec<Value> = app
        .admin
        .audits()
        .iter()
        .rev()
        .filter(|one| matches(one))
        .cloned()
        .collect();
    Ok(window(&found, &query))
}

async fn audit_stats(State(app): State<Arc<App>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let query = Query::read(query.as_deref());
    let start = days_ago(query.get("days").and_then(|days| days.parse().ok()).unwrap_or(7));
    let recent: Vec<Value> = app
        .admin
        .audits()
        .iter()
        .rev()
        .filter(|one| one["createdAt"].as_str() >= Some(start.as_str()))
        .cloned()
        .collect();
    let mut modules: BTreeMap<&str, u64> = BTreeMap::new();
    for one in &recent {
        *modules
            .entry(one["module"].as_str().unwrap_or_default())
            .or_default() += 1;
    }
    let actors: BTreeSet<&str> = recent.iter().filter_map(|one| one["actor"].as_str()).collect();
    Ok(ok(&json!({
        "totalLogs": recent.len(),
        "uniqueActors": actors.len(),
        "uniqueModules": modules.len(),
        "actionsByModule": modules,
        "recentActivity": recent.iter().take(10).collect::<Vec<_>>(),
    })))
}

async fn clear(State(app): State<Arc<App>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let query = Query::read(query.as_deref());
    let days = query.get("days_to_keep").and_then(|days| days.parse().ok());
    let start = days_ago(days.unwrap_or(90));
    let mut audits = app.admin.audits();
    let before = audits.len();
    audits.retain(|one| one["createdAt"].as_str() >= Some(start.as_str()));
    Ok(ok(&json!({
        "message": "Audit logs cleared successfully",
        "deleted": before - audits.len(),
    })))
}

async fn sources(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let all: Vec<Value> = SOURCES
        .iter()
        .enumerate()
        .map(|(place, (name, token))| json!({ "id": (place + 1).to_string(), "name": name, "token": token }))
        .collect();
    Ok(ok(&Value::from(all)))
}

async fn stats(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let all = entries(&app);
    let last = all
        .last()
        .map_or(Value::Null, |newest| newest["timestamp"].clone());
    Ok(ok(
        &json!([{ "source": SOURCES[0].0, "count": all.len(), "lastActivity": last }]),
    ))
}

async fn search(State(app): State<Arc<App>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let query = Query::read(query.as_deref());
    let text = query.get("q").unwrap_or_default().to_lowercase();
    if text.is_empty() {
        return Err(Failure::invalid_input("Search query parameter (q) is required"));
    }
    let here = query.get("source").is_none_or(|source| source == SOURCES[0].0);
    let mut found: Vec<Value> = entries(&app)
        .into_iter()
        .filter(|one| here && one.to_string().to_lowercase().contains(&text))
        .collect();
    for one in &mut found {
        one["source"] = Value::from(SOURCES[0].0);
    }
    found.reverse();
    Ok(window(&found, &query))
}

async fn read(
    State(app): State<Arc<App>>,
    Path(source): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    if source != SOURCES[0].0 {
        return Ok(ok(&json!({ "logs": [], "total": 0 })));
    }
    let query = Query::read(query.as_deref());
    let limit = query
        .get("limit")
        .and_then(|limit| limit.parse().ok())
        .unwrap_or(100);
    let before = query.get("before_timestamp");
    let mut found = entries(&app);
    found.retain(|one| before.is_none_or(|before| one["timestamp"].as_str() < Some(before)));
    let newest = found.split_off(found.len().saturating_sub(limit));
    Ok(ok(&json!({ "logs": newest, "total": newest.len() })))
}

/// A part of a list by `limit` and `offset`.
fn window(found: &[Value], query: &Query) -> axum::response::Response {
    let number = |name: &str, default: usize| {
        query
            .get(name)
            .and_then(|text| text.parse().ok())
            .unwrap_or(default)
    };
    let offset = number("offset", 0);
    let rows: Vec<&Value> = found.iter().skip(offset).take(number("limit", 100)).collect();
    let text = serde_json::to_string(&rows).unwrap_or_default();
    let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
    page(
        &text,
        rows.len(),
        total,
        i64::try_from(offset).unwrap_or(i64::MAX),
    )
}

/// The requests, the oldest first, as the backend logs them.
fn entries(app: &App) -> Vec<Value> {
    app.requests
        .all()
        .iter()
        .enumerate()
        .map(|(place, request)| {
            let path = request.path();
            json!({
                "id": format!("request-{place}"),
                "timestamp": request.at,
                "eventMessage": format!("{} {path}", request.method),
                "body": {
                    "message": "HTTP Request",
                    "level": "info",
                    "metadata": { "method": request.method, "path": path },
                },
            })
        })
        .collect()
}

fn days_ago(days: u64) -> String {
    let past = SystemTime::now().checked_sub(Duration::from_secs(days.saturating_mul(86_400)));
    past.map_or_else(String::new, iso_at)
}
