use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::KNOWN;
use crate::app::App;
use crate::auth::fields::Fields;
use crate::body::object;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, ok};

/// `GET /api/auth/oauth/configs`
pub(crate) async fn list(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let all: Vec<Value> = app.auth.providers.all().into_iter().map(without_secret).collect();
    Ok(ok(&json!({ "count": all.len(), "data": all })))
}

/// `POST /api/auth/oauth/configs`
pub(crate) async fn create(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = object(&headers, &body)?;
    let mut fields = Fields::new(&body);
    let provider = fields.text("provider").unwrap_or_default();
    if body.contains_key("provider") && !KNOWN.contains(&provider) {
        fields.complain(&format!(
            "provider: Invalid enum value. Expected {}, received '{provider}'",
            KNOWN.map(|name| format!("'{name}'")).join(" | ")
        ));
    }
    if !body.contains_key("useSharedKey") {
        fields.complain("useSharedKey: Required");
    }
    let shared = fields.flag("useSharedKey");
    fields.check()?;
    if shared {
        return Err(Failure::new(
            StatusCode::BAD_REQUEST,
            "AUTH_OAUTH_CONFIG_ERROR",
            "Shared OAuth keys are not enabled in this environment",
        ));
    }
    let mut entry = Map::new();
    entry.insert("provider".to_owned(), json!(provider));
    entry.insert("nativeClientIds".to_owned(), json!([]));
    entry.insert("redirectUri".to_owned(), Value::Null);
    entry.insert("scopes".to_owned(), json!(["openid", "email", "profile"]));
    entry.insert("useSharedKey".to_owned(), json!(false));
    entry.extend(settings(&body));
    match app.auth.providers.create(provider, entry) {
        Some(entry) => Ok(ok(&without_secret(entry))),
        None => Err(Failure::new(
            StatusCode::CONFLICT,
            "AUTH_OAUTH_CONFIG_ALREADY_EXISTS",
            format!("OAuth configuration for {provider} already exists"),
        )),
    }
}

/// `GET /api/auth/oauth/{provider}/config`: the only answer with the secret.
pub(crate) async fn get(
    State(app): State<Arc<App>>,
    Path(provider): Path<String>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let entry = app
        .auth
        .providers
        .get(&provider)
        .ok_or_else(|| missing(&provider))?;
    Ok(ok(&Value::Object(entry)))
}

/// `PUT /api/auth/oauth/{provider}/config`
pub(crate) async fn put(
    State(app): State<Arc<App>>,
    Path(provider): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let changes = settings(&object(&headers, &body)?);
    let entry = app.auth.providers.change(&provider, changes);
    Ok(ok(&without_secret(entry.ok_or_else(|| missing(&provider))?)))
}

/// `DELETE /api/auth/oauth/{provider}/config`
pub(crate) async fn delete(
    State(app): State<Arc<App>>,
    Path(provider): Path<String>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    if !app.auth.providers.remove(&provider) {
        return Err(missing(&provider));
    }
    Ok(ok(&json!({
        "success": true,
        "message": format!("OAuth configuration for {provider} deleted successfully"),
    })))
}

fn settings(body: &Map<String, Value>) -> Map<String, Value> {
    const NAMES: [&str; 5] = [
        "clientId",
        "clientSecret",
        "nativeClientIds",
        "scopes",
        "redirectUri",
    ];
    body.iter()
        .filter(|(name, _)| NAMES.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

pub(super) fn without_secret(mut entry: Map<String, Value>) -> Value {
    entry.remove("clientSecret");
    Value::Object(entry)
}

fn missing(provider: &str) -> Failure {
    Failure::new(
        StatusCode::NOT_FOUND,
        "AUTH_OAUTH_CONFIG_NOT_FOUND",
        format!("OAuth configuration for {provider} not found"),
    )
}
