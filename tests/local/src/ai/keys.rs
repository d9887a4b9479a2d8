//! The project's keys at the models' provider: which there are, setting them, and a new one in place of the old.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::{Value, json};

use super::required;
use crate::app::App;
use crate::body::object;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, ok};

/// Steers the models' provider: `Local::ai`.
#[derive(Debug, Clone, Default)]
pub struct AiControls(Arc<Mutex<Keys>>);

#[derive(Debug)]
struct Keys {
    api: Option<String>,
    management: Option<String>,
    /// A hosted project's keys are rotated, and a self-hosted one's are set.
    hosted: bool,
    rotations: u32,
}

impl Default for Keys {
    fn default() -> Self {
        Self {
            api: Some("sk-or-local-0000".to_owned()),
            management: None,
            hosted: false,
            rotations: 0,
        }
    }
}

impl AiControls {
    /// Sets the key that calls models. Without one every model answers that none is configured.
    pub fn set_api_key(&self, key: Option<&str>) {
        self.lock().api = key.map(str::to_owned);
    }

    /// Says whether the project is a hosted one, whose keys InsForge manages.
    pub fn set_hosted(&self, hosted: bool) {
        self.lock().hosted = hosted;
    }

    /// What a model's route answers without a key.
    pub(super) fn missing(&self) -> Option<Failure> {
        self.lock().api.is_none().then(|| {
            Failure::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "AI_INVALID_API_KEY",
                "OpenRouter API key not configured. Configure Model Gateway settings or set OPENROUTER_API_KEY.",
            )
        })
    }

    fn lock(&self) -> MutexGuard<'_, Keys> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn masked(key: &str) -> String {
    match (
        key.get(..8),
        key.len().checked_sub(4).and_then(|at| key.get(at..)),
    ) {
        (Some(head), Some(tail)) if key.len() > 12 => format!("{head}••••••••{tail}"),
        _ => "••••••••".to_owned(),
    }
}

fn state(keys: &Keys) -> Value {
    let of =
        |key: &Option<String>| json!({"configured": key.is_some(), "maskedKey": key.as_deref().map(masked)});
    json!({"apiKey": of(&keys.api), "managementKey": of(&keys.management)})
}

fn managed(keys: &Keys) -> Result<(), Failure> {
    match keys.hosted {
        true => Err(Failure::invalid_input(
            "Model Gateway credentials are managed by InsForge Cloud.",
        )),
        false => Ok(()),
    }
}

pub(super) async fn config(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let keys = app.ai.lock();
    managed(&keys)?;
    Ok(ok(&state(&keys)))
}

pub(super) async fn set_config(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let body = object(&headers, &body)?;
    Caller::admin(&app, &headers)?;
    let mut keys = app.ai.lock();
    managed(&keys)?;
    let given = |field: &str| match body.get(field) {
        None => Ok(None),
        Some(Value::String(key)) => match key.trim() {
            "" => Err(required("String must contain at least 1 character(s)")),
            key if key.len() > 512 => Err(required("String must contain at most 512 character(s)")),
            key => Ok(Some(key.to_owned())),
        },
        Some(_) => Err(required("Expected string")),
    };
    let (api, management) = (given("apiKey")?, given("managementKey")?);
    if api.is_none() && management.is_none() {
        return Err(required("At least one credential is required"));
    }
    keys.api = api.or_else(|| keys.api.take());
    keys.management = management.or_else(|| keys.management.take());
    Ok(ok(&state(&keys)))
}

pub(super) async fn key(
    State(app): State<Arc<App>>,
    Path(provider): Path<String>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    known(&provider)?;
    let keys = app.ai.lock();
    let Some(key) = &keys.api else {
        let message = "OpenRouter API key is not configured.";
        return Err(
            Failure::new(StatusCode::BAD_REQUEST, "AI_INVALID_API_KEY", message)
                .hint("Set OPENROUTER_API_KEY or configure it in Model Gateway settings."),
        );
    };
    Ok(ok(&json!({"apiKey": key, "maskedKey": masked(key)})))
}

pub(super) async fn rotate(
    State(app): State<Arc<App>>,
    Path(provider): Path<String>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    known(&provider)?;
    let mut keys = app.ai.lock();
    if !keys.hosted {
        return Err(Failure::invalid_input(
            "OpenRouter API key rotation is only available for InsForge Cloud-managed keys.",
        )
        .hint("For self-hosted projects, update the key in Model Gateway settings."));
    }
    keys.rotations += 1;
    let key = format!("sk-or-local-{:04}", keys.rotations);
    keys.api = Some(key.clone());
    Ok(ok(&json!({"apiKey": key, "maskedKey": masked(&key)})))
}

fn known(provider: &str) -> Result<(), Failure> {
    match provider {
        "openrouter" => Ok(()),
        other => Err(Failure::invalid_input(format!(
            "Unsupported AI provider: {other}"
        ))),
    }
}
