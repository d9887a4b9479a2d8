//! `/api/deployments`, `/api/compute` and `/api/memory` as a server without a hosting, compute or model provider answers
//! them.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{any, get, post, put};
use bytes::Bytes;
use serde_json::{Value, json};
use uuid::Uuid;

use super::page::page;
use crate::app::App;
use crate::body::object;
use crate::credentials::{Caller, only_api_key};
use crate::reply::{Answer, Failure, ok};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/deployments", get(list).post(unconfigured))
        .route("/api/deployments/metadata", get(addresses))
        .route("/api/deployments/slug", put(slug))
        .route("/api/deployments/direct", post(direct))
        .route("/api/deployments/domains", any(unconfigured))
        .route("/api/deployments/domains/{domain}", any(unconfigured))
        .route("/api/deployments/domains/{domain}/verify", any(unconfigured))
        .route("/api/deployments/env-vars", any(unconfigured))
        .route("/api/deployments/env-vars/{id}", any(unconfigured))
        .route("/api/deployments/{id}", get(none))
        .route("/api/deployments/{id}/sync", post(none))
        .route("/api/deployments/{id}/cancel", post(none))
        .route("/api/deployments/{id}/start", post(unconfigured))
        .route("/api/deployments/{id}/files/{file}/content", put(unconfigured))
        .route("/api/compute/services", any(no_compute))
        .route("/api/compute/services/config", get(credentials))
        .route("/api/compute/services/{id}", any(no_compute))
        .route("/api/compute/services/{id}/{action}", any(no_compute))
        .route("/api/memory/remember", post(no_models))
        .route("/api/memory/recall", post(no_models))
        .route("/api/memory/index", post(index))
}

async fn list(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    Ok(page("[]", 0, 0, 0))
}

async fn addresses(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = json!({ "currentDeploymentId": null, "defaultDomainUrl": null, "customDomainUrl": null });
    Ok(ok(&body))
}

async fn none(State(app): State<Arc<App>>, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    if Uuid::parse_str(&id).is_err() {
        return Err(Failure::internal("Failed to get deployment"));
    }
    Err(Failure::new(
        StatusCode::NOT_FOUND,
        "DEPLOYMENT_NOT_FOUND",
        format!("Deployment not found: {id}"),
    ))
}

async fn slug(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    Err(unavailable(
        "Custom slugs are only available in cloud environment.",
    ))
}

async fn direct(state: State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let given = object(&headers, &body)?;
    match given.get("files").map(Value::as_array) {
        Some(Some(files)) if !files.is_empty() => unconfigured(state, headers).await,
        Some(Some(_)) => Err(Failure::invalid_input(
            "files: Array must contain at least 1 element(s)",
        )),
        _ => Err(Failure::invalid_input("files: Required")),
    }
}

async fn unconfigured(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    Err(unavailable(
        "Deployment service is not configured. Please set VERCEL_TOKEN, VERCEL_TEAM_ID, and VERCEL_PROJECT_ID \
         environment variables.",
    ))
}

fn unavailable(message: &str) -> Failure {
    Failure::new(StatusCode::SERVICE_UNAVAILABLE, "INTERNAL_ERROR", message)
}

async fn no_compute(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    Err(Failure::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "COMPUTE_NOT_CONFIGURED",
        "Compute services are disabled (COMPUTE_PROVIDER=off).",
    )
    .hint("Unset COMPUTE_PROVIDER or set it to a provider name, then restart the container."))
}

async fn credentials(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let none = json!({ "configured": false, "masked": null, "source": null });
    Ok(ok(&json!({ "flyApiToken": none, "flyOrg": none })))
}

async fn no_models(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    only_api_key(&app, &headers)?;
    let body = object(&headers, &body)?;
    let has = |name: &str| {
        body.get(name)
            .and_then(Value::as_str)
            .is_some_and(|text| !text.is_empty())
    };
    if !(has("query") || has("transcript") || has("title") && has("content")) {
        return Err(Failure::invalid_input(
            "Validation error: Provide either { transcript } or { title, content }",
        ));
    }
    Err(Failure::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "AI_INVALID_API_KEY",
        "OpenRouter API key not configured. Configure Model Gateway settings or set OPENROUTER_API_KEY.",
    ))
}

async fn index(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    only_api_key(&app, &headers)?;
    Ok(ok(&json!({ "entries": [] })))
}
