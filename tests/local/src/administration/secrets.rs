//! `/api/secrets`

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use bytes::Bytes;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::app::App;
use crate::body::object;
use crate::clock::{iso_at, iso_now};
use crate::credentials::Caller;
use crate::instance::secret;
use crate::reply::{Answer, Failure, json_text, ok};

/// Names that the backend keeps for itself. Their values are not here.
const RESERVED: [&str; 6] = [
    "API_KEY",
    "ANON_KEY",
    "INSFORGE_BASE_URL",
    "JWT_SECRET",
    "JWT_PRIVATE_KEY",
    "JWT_KEY_ID",
];

/// A secret.
pub(crate) struct Stored {
    /// What lists show.
    shown: Map<String, Value>,
    value: String,
}

impl std::fmt::Debug for Stored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Stored").field(&self.shown.get("key")).finish()
    }
}

impl Stored {
    fn new(key: &str, value: String, reserved: bool, expires: Value) -> Self {
        let now = iso_now();
        let shown = json!({
            "id": Uuid::new_v4().to_string(),
            "key": key,
            "isActive": true,
            "isReserved": reserved,
            "lastUsedAt": null,
            "expiresAt": expires,
            "createdAt": now,
            "updatedAt": now,
        });
        Self {
            shown: shown.as_object().cloned().unwrap_or_default(),
            value,
        }
    }

    /// Those that there are from the beginning.
    pub(super) fn of_the_backend() -> Vec<Self> {
        RESERVED
            .into_iter()
            .map(|key| Self::new(key, String::new(), true, Value::Null))
            .collect()
    }

    fn is(&self, key: &str) -> bool {
        self.shown.get("key").and_then(Value::as_str) == Some(key)
    }

    fn flag(&self, name: &str) -> bool {
        self.shown.get(name) == Some(&Value::Bool(true))
    }

    fn set(&mut self, name: &str, value: Value) {
        self.shown.insert(name.to_owned(), value);
        self.shown.insert("updatedAt".to_owned(), Value::from(iso_now()));
    }

    /// ISO 8601 texts in UTC compare as times.
    fn has_ended(&self) -> bool {
        self.shown
            .get("expiresAt")
            .and_then(Value::as_str)
            .is_some_and(|end| end <= iso_now().as_str())
    }
}

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/secrets", get(list).post(create))
        .route("/api/secrets/{key}", get(read).put(update).delete(remove))
        .route("/api/secrets/api-key/rotate", post(rotate_api_key))
        .route("/api/secrets/anon-key/rotate", post(rotate_anon_key))
}

/// The value of a secret that can be read.
pub(super) fn value(app: &App, key: &str) -> Option<String> {
    let mut secrets = app.admin.secrets();
    let found = secrets
        .iter_mut()
        .find(|one| one.is(key) && one.flag("isActive") && !one.has_ended())?;
    found
        .shown
        .insert("lastUsedAt".to_owned(), Value::from(iso_now()));
    Some(match key {
        "API_KEY" => app.admin.api_key.newest(&app.api_key),
        "ANON_KEY" => app.admin.anon_key.newest(&app.anon_key),
        _ => found.value.clone(),
    })
}

async fn list(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let secrets: Vec<Value> = app
        .admin
        .secrets()
        .iter()
        .rev()
        .map(|one| Value::Object(one.shown.clone()))
        .collect();
    Ok(ok(&json!({ "secrets": secrets })))
}

async fn read(State(app): State<Arc<App>>, Path(key): Path<String>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let value = value(&app, &key).ok_or_else(|| missing(&key))?;
    app.admin.audit("GET_SECRET", "SECRETS", json!({ "key": key }));
    Ok(ok(&json!({ "key": key, "value": value })))
}

async fn create(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = object(&headers, &body)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let (key, value) = (text("key"), text("value"));
    if key.is_empty() || value.is_empty() {
        return Err(Failure::invalid_input("Both key and value are required"));
    }
    let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    if !key.bytes().all(allowed) {
        return Err(Failure::invalid_input(
            "Invalid key format. Use uppercase letters, numbers, and underscores only (e.g., STRIPE_API_KEY)",
        ));
    }
    let id = {
        let mut secrets = app.admin.secrets();
        let mut new = Stored::new(
            key,
            value.to_owned(),
            body.get("isReserved") == Some(&Value::Bool(true)),
            moment(body.get("expiresAt")),
        );
        match secrets.iter_mut().find(|one| one.is(key)) {
            Some(old) if old.flag("isActive") => {
                return Err(Failure::new(
                    StatusCode::CONFLICT,
                    "SECRET_ALREADY_EXISTS",
                    format!("Secret already exists: {key}"),
                ));
            }
            Some(old) => {
                new.shown.insert("id".to_owned(), old.shown["id"].clone());
                *old = new;
                old.shown["id"].clone()
            }
            None => {
                let id = new.shown["id"].clone();
                secrets.push(new);
                id
            }
        }
    };
    app.admin
        .audit("CREATE_SECRET", "SECRETS", json!({ "key": key, "id": id }));
    let answer = json!({
        "success": true,
        "message": format!("Secret {key} has been created successfully"),
        "id": id,
    });
    Ok(json_text(StatusCode::CREATED, answer.to_string()))
}

async fn update(
    State(app): State<Arc<App>>,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = object(&headers, &body)?;
    change(&app, &key, "update", |one| {
        if let Some(value) = body.get("value").and_then(Value::as_str) {
            one.value = value.to_owned();
        }
        for flag in ["isActive", "isReserved"] {
            if let Some(value) = body.get(flag).filter(|value| value.is_boolean()) {
                one.set(flag, value.clone());
            }
        }
        if let Some(end) = body.get("expiresAt") {
            one.set("expiresAt", moment(Some(end)));
        }
        one.set("key", Value::from(key.as_str()));
    })?;
    app.admin.audit("UPDATE_SECRET", "SECRETS", json!({ "key": key }));
    Ok(done(&key, "updated"))
}

async fn remove(State(app): State<Arc<App>>, Path(key): Path<String>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    change(&app, &key, "delete", |one| {
        one.set("isActive", Value::Bool(false));
    })?;
    app.admin.audit("DELETE_SECRET", "SECRETS", json!({ "key": key }));
    Ok(done(&key, "deleted"))
}

fn change(app: &App, key: &str, verb: &str, change: impl FnOnce(&mut Stored)) -> Result<(), Failure> {
    let mut secrets = app.admin.secrets();
    let one = secrets
        .iter_mut()
        .find(|one| one.is(key))
        .ok_or_else(|| missing(key))?;
    if one.flag("isReserved") {
        return Err(Failure::new(
            StatusCode::FORBIDDEN,
            "FORBIDDEN",
            format!("Cannot {verb} reserved secret: {key}"),
        ));
    }
    change(one);
    Ok(())
}

fn done(key: &str, what: &str) -> axum::response::Response {
    ok(&json!({ "success": true, "message": format!("Secret {key} has been {what} successfully") }))
}

fn missing(key: &str) -> Failure {
    Failure::new(
        StatusCode::NOT_FOUND,
        "SECRET_NOT_FOUND",
        format!("Secret not found: {key}"),
    )
}

/// A time as JavaScript shows it again, or null.
fn moment(given: Option<&Value>) -> Value {
    match given.and_then(Value::as_str).filter(|text| !text.is_empty()) {
        Some(text) => Value::from(text.replace(".000Z", "Z").replace('Z', ".000Z")),
        None => Value::Null,
    }
}

async fn rotate_api_key(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    Caller::admin(&app, &headers)?;
    let hours = grace(&headers, &body, 24, 168)?;
    let key = format!("ik_{}", secret());
    let end = app
        .admin
        .api_key
        .rotate(&app.api_key, key.clone(), Duration::from_secs(hours * 3600));
    let end = iso_at(end);
    app.admin.audit(
        "ROTATE_API_KEY",
        "SECRETS",
        json!({ "oldKeyExpiresAt": end, "gracePeriodHours": hours }),
    );
    Ok(ok(&json!({
        "success": true,
        "message": "API key rotated successfully. Old key will remain valid during grace period.",
        "apiKey": key,
        "oldKeyExpiresAt": end,
    })))
}

async fn rotate_anon_key(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    Caller::admin(&app, &headers)?;
    let hours = grace(&headers, &body, 168, 720)?;
    let key = format!("anon_{}", secret());
    let end = app
        .admin
        .anon_key
        .rotate(&app.anon_key, key.clone(), Duration::from_secs(hours * 3600));
    let end = iso_at(end);
    app.admin.audit(
        "ROTATE_ANON_KEY",
        "SECRETS",
        json!({ "oldKeyExpiresAt": end, "gracePeriodHours": hours }),
    );
    Ok(ok(&json!({
        "success": true,
        "message": "Anon key rotated successfully. Old key will remain valid during grace period.",
        "anonKey": key,
        "oldKeyExpiresAt": end,
    })))
}

fn grace(headers: &HeaderMap, body: &Bytes, default: u64, most: u64) -> Result<u64, Failure> {
    let body = object(headers, body)?;
    let Some(given) = body.get("gracePeriodHours") else {
        return Ok(default);
    };
    match given.as_u64() {
        Some(hours) if hours <= most => Ok(hours),
        Some(_) => Err(Failure::invalid_input(format!(
            "Invalid request: Number must be less than or equal to {most}"
        ))),
        None => Err(Failure::invalid_input(
            "Invalid request: Number must be greater than or equal to 0",
        )),
    }
}
