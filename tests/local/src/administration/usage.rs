//! `/api/usage`

use std::sync::Arc;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use bytes::Bytes;
use serde_json::{Value, json};

use super::query::Query;
use crate::app::App;
use crate::body::object;
use crate::clock::iso_now;
use crate::credentials::{Caller, only_api_key};
use crate::reply::{Answer, CHECK_TOKEN, Failure, ok};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/usage/mcp", get(list).post(record))
        .route("/api/usage/stats", get(stats))
}

async fn list(State(app): State<Arc<App>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let query = Query::read(query.as_deref());
    let success = query.get("success").unwrap_or("true") == "true";
    let limit = query.get("limit").and_then(|text| text.parse().ok()).unwrap_or(5);
    let records: Vec<Value> = app
        .admin
        .tool_uses()
        .iter()
        .rev()
        .filter(|one| one["success"] == success)
        .take(limit)
        .cloned()
        .collect();
    Ok(ok(&json!({ "records": records })))
}

async fn record(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    only_api_key(&app, &headers)?;
    let body = object(&headers, &body)?;
    let name = body.get("tool_name").and_then(Value::as_str).unwrap_or_default();
    if name.is_empty() {
        return Err(Failure::invalid_input("tool_name is required"));
    }
    let success = body.get("success") != Some(&Value::Bool(false));
    app.admin
        .tool_uses()
        .push(json!({ "tool_name": name, "success": success, "created_at": iso_now() }));
    Ok(ok(&json!({ "success": true })))
}

/// For InsForge's cloud alone.
async fn stats() -> Answer {
    Err(Failure::new(
        StatusCode::UNAUTHORIZED,
        "AUTH_INVALID_CREDENTIALS",
        "Invalid cloud authorization code: Invalid Compact JWS",
    )
    .hint(CHECK_TOKEN))
}
