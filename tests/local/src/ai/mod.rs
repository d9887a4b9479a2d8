//! Models: a fake that always answers the same to the same, and fails as told by the model's name.
//!
//! | model | what happens |
//! |---|---|
//! | `fx/400` … `fx/503` | the provider answers that status |
//! | `fx/midstream-error` | two good pieces, then a failure frame |
//! | `fx/midstream-garbage` | a good piece, then a frame that is no JSON |
//! | `fx/truncated` | a good piece, then the end without `done` |
//! | `fx/comments` | comments and blank lines between the frames |
//! | `fx/annotations` | a source comes with the answer |
//! | `fx/two-tools` | two tools are called at once |
//! | `fx/empty` | an answer without a word |
//! | `fx/slow` | a piece every 50 ms, thirty of them |
//! | any other | the last tool result, a call of the first tool, or the last message said again |

mod chat;
mod keys;
mod vectors;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use bytes::Bytes;
use serde_json::{Value, json};

pub use self::keys::AiControls;
use crate::app::App;
use crate::body::object;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, ok};

/// A PNG of one pixel.
const PIXEL: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/ai/chat/completion", post(chat::completion))
        .route("/api/ai/embeddings", post(vectors::embeddings))
        .route("/api/ai/image/generation", post(image))
        .route("/api/ai/models", get(models))
        .route("/api/ai/config", get(keys::config).put(keys::set_config))
        .route("/api/ai/overview", get(overview))
        .route("/api/ai/{provider}/api-key", get(keys::key))
        .route("/api/ai/{provider}/api-key/rotate", post(keys::rotate))
}

/// The failure of a project without a key, or the one that the model's name asks for.
fn asked_failure(app: &App, model: &str) -> Option<Failure> {
    if let Some(missing) = app.ai.missing() {
        return Some(missing);
    }
    let status = model.strip_prefix("fx/")?.parse::<u16>().ok()?;
    let status_code = StatusCode::from_u16(status).ok()?;
    let (status_code, code, message) = match status {
        401 | 403 => (
            StatusCode::UNAUTHORIZED,
            "AI_INVALID_API_KEY",
            "AI provider authentication failed. Check your API key configuration.".to_owned(),
        ),
        402 => (
            status_code,
            "BILLING_INSUFFICIENT_BALANCE",
            "AI credit limit reached.".to_owned(),
        ),
        429 => (
            status_code,
            "RATE_LIMITED",
            "AI provider rate limit exceeded. Please wait before retrying.".to_owned(),
        ),
        _ => (
            status_code,
            "AI_UPSTREAM_UNAVAILABLE",
            format!("{status} upstream says {status}"),
        ),
    };
    Some(Failure::new(status_code, code, message))
}

fn metadata(model: &str) -> Value {
    json!({"model": model, "usage": {"promptTokens": 3, "completionTokens": 5, "totalTokens": 8}})
}

fn required(message: &str) -> Failure {
    Failure::invalid_input(format!("Validation error: {message}"))
}

async fn image(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let body = object(&headers, &body)?;
    Caller::any(&app, &headers)?;
    let text = |field: &str| body.get(field).and_then(Value::as_str);
    let (Some(model), Some(_)) = (text("model"), text("prompt")) else {
        return Err(required("Required"));
    };
    if let Some(failure) = asked_failure(&app, model) {
        return Err(failure);
    }
    let url = format!("data:image/png;base64,{PIXEL}");
    Ok(ok(
        &json!({"images": [{"type": "imageUrl", "imageUrl": url}], "metadata": metadata(model), "text": "Here it is"}),
    ))
}

async fn models(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    Ok(ok(&json!([{
        "id": "openai/gpt-4o-mini", "created": 1, "modelId": "openai/gpt-4o-mini", "provider": "openrouter",
        "inputModality": ["text"], "outputModality": ["text"], "inputPrice": 1, "outputPrice": 2,
        "inputPriceLabel": "$1.0 / M tokens", "outputPriceLabel": "$2.0 / M tokens"
    }])))
}

async fn overview(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    if app.ai.missing().is_some() {
        return Ok(ok(&json!({
            "key": {"limit": null, "limitRemaining": null, "limitReset": null, "usage": 0, "usageDaily": 0, "usageWeekly": 0,
                "usageMonthly": 0, "observabilityAvailable": false,
                "observabilityError": "Configure an OpenRouter API key to load Model Gateway usage."},
            "charts": {"spend": [], "requests": [], "tokens": []}, "modelUsage": []
        })));
    }
    Ok(ok(&json!({
        "key": {"label": "local", "limit": null, "limitRemaining": null, "usage": 0, "usageDaily": 0, "usageWeekly": 0,
            "usageMonthly": 0, "isFreeTier": false},
        "charts": {"spend": [], "requests": [], "tokens": []}, "modelUsage": []
    })))
}
