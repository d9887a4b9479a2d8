use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::configs::without_secret;
use crate::app::App;
use crate::auth::fields::Fields;
use crate::body::object;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, ok};

const NAMES: [&str; 4] = ["name", "discoveryEndpoint", "clientId", "clientSecret"];

/// `GET /api/auth/oauth/custom/configs`
pub(crate) async fn list(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let all = app.auth.custom_providers.all();
    let all: Vec<Value> = all.into_iter().map(without_secret).collect();
    Ok(ok(&json!({ "count": all.len(), "data": all })))
}

/// `POST /api/auth/oauth/custom/configs`
pub(crate) async fn create(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = object(&headers, &body)?;
    let mut fields = Fields::new(&body);
    let key = fields.text("key").unwrap_or_default();
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte);
    if body.contains_key("key") && (key.is_empty() || key.len() > 64 || !key.bytes().all(fits)) {
        fields.complain("key: Key must be 1-64 characters of lowercase letters, numbers, - and _");
    }
    for name in NAMES {
        fields.text(name);
    }
    fields.url("discoveryEndpoint");
    fields.check()?;
    let mut entry = settings(&body);
    entry.insert("key".to_owned(), json!(key));
    match app.auth.custom_providers.create(key, entry) {
        Some(entry) => Ok(ok(&without_secret(entry))),
        None => Err(Failure::new(
            StatusCode::CONFLICT,
            "AUTH_OAUTH_CONFIG_ALREADY_EXISTS",
            format!("Custom OAuth config {key} already exists"),
        )),
    }
}

/// `GET /api/auth/oauth/custom/{key}/config`: the only answer with the secret.
pub(crate) async fn get(State(app): State<Arc<App>>, Path(key): Path<String>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let entry = app.auth.custom_providers.get(&key);
    Ok(ok(&Value::Object(entry.ok_or_else(|| missing(&key))?)))
}

/// `PUT /api/auth/oauth/custom/{key}/config`
pub(crate) async fn put(
    State(app): State<Arc<App>>,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = object(&headers, &body)?;
    let mut fields = Fields::new(&body);
    fields.url("discoveryEndpoint");
    fields.check()?;
    let entry = app.auth.custom_providers.change(&key, settings(&body));
    Ok(ok(&without_secret(entry.ok_or_else(|| missing(&key))?)))
}

/// `DELETE /api/auth/oauth/custom/{key}/config`
pub(crate) async fn delete(
    State(app): State<Arc<App>>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    if !app.auth.custom_providers.remove(&key) {
        return Err(missing(&key));
    }
    Ok(ok(&json!({
        "success": true,
        "message": format!("Custom OAuth configuration for {key} deleted successfully"),
    })))
}

fn settings(body: &Map<String, Value>) -> Map<String, Value> {
    body.iter()
        .filter(|(name, _)| NAMES.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn missing(key: &str) -> Failure {
    Failure::new(
        StatusCode::NOT_FOUND,
        "AUTH_OAUTH_CONFIG_NOT_FOUND",
        format!("Custom OAuth configuration for {key} not found"),
    )
}
