//! Calling a function: by the project's route, which rewrites bodies, and directly.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde_json::json;

use super::{FunctionReply, FunctionRequest, Handler};
use crate::app::App;
use crate::body;
use crate::gateway::json_numbers::{first_changed, through_javascript};
use crate::reply::{Answer, Failure, json_text};

/// The runtime's own time limit.
const LIMIT: Duration = Duration::from_secs(60);

/// `ANY /functions/{slug}`
pub(super) async fn by_project(
    State(app): State<Arc<App>>,
    Path(slug): Path<String>,
    method: Method,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    if method == Method::OPTIONS {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let reads = matches!(method, Method::GET | Method::HEAD);
    let body = if reads {
        Bytes::new()
    } else {
        rewritten(&app, &headers, &body)?
    };
    let Some(handler) = app.functions.handler(&slug) else {
        return Ok(failure(StatusCode::NOT_FOUND, "Function not found or not active"));
    };
    let request = request(&method, query.as_deref(), headers, body);
    let Ok(reply) = tokio::time::timeout(LIMIT, handler(request)).await else {
        return Ok(failure(StatusCode::GATEWAY_TIMEOUT, "Function timeout"));
    };
    // The route waits for the whole, and the runtime behind it takes bodies for text.
    let (parts, body) = reply.into_response().into_parts();
    let whole = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let text = String::from_utf8_lossy(&whole).into_owned();
    Ok(Response::from_parts(parts, Body::from(text)))
}

/// `ANY /functions-host/{slug}`: any body arrives, and the answer leaves as it is written.
pub(super) async fn direct(
    State(app): State<Arc<App>>,
    Path(slug): Path<String>,
    method: Method,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(handler) = app.functions.handler(&slug) else {
        return failure(StatusCode::NOT_FOUND, "Function not found");
    };
    run(handler, request(&method, query.as_deref(), headers, body))
        .await
        .into_response()
}

async fn run(handler: Handler, request: FunctionRequest) -> FunctionReply {
    handler(request).await
}

fn request(method: &Method, query: Option<&str>, headers: HeaderMap, body: Bytes) -> FunctionRequest {
    FunctionRequest {
        method: method.as_str().to_owned(),
        query: url::form_urlencoded::parse(query.unwrap_or_default().as_bytes())
            .into_owned()
            .collect(),
        headers,
        body,
    }
}

/// The body as `JSON.stringify(req.body)` leaves it.
fn rewritten(app: &App, headers: &HeaderMap, body: &Bytes) -> Result<Bytes, Failure> {
    if app.strict && !body.is_empty() && !body::is_json(headers) {
        return Err(Failure::strict(format!(
            "a body of type {:?} arrives at the function as {{}}: send JSON, or call the functions host",
            headers.get(header::CONTENT_TYPE)
        )));
    }
    let json = body::json(headers, body)?;
    if let Some(number) = first_changed(json).filter(|_| app.strict) {
        return Err(Failure::strict(format!(
            "the number {number} arrives at the function changed: send it as a string"
        )));
    }
    Ok(Bytes::from(through_javascript(json)))
}

fn failure(status: StatusCode, message: &str) -> Response {
    json_text(status, json!({"error": message}).to_string())
}
