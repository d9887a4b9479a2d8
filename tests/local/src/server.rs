use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::{StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use serde_json::json;
use socketioxide::layer::SocketIoLayer;

use crate::app::App;
use crate::broken_answer;
use crate::faults::Fault;
use crate::reply::{Failure, ok};
use crate::wire::{Shears, WireListener};
use crate::{auth, gateway, rawsql, realtime};

/// The backend's own limit for JSON bodies.
const BODY_LIMIT: usize = 100 * 1024 * 1024;

/// The version whose behaviour this server follows.
const VERSION: &str = "2.3.1";

/// Serves until the runtime ends.
pub(crate) async fn serve(
    app: Arc<App>,
    sockets: SocketIoLayer,
    listener: tokio::net::TcpListener,
) -> std::io::Result<()> {
    let service = router(app, sockets).into_make_service_with_connect_info::<Shears>();
    axum::serve(WireListener(listener), service).await
}

fn router(app: Arc<App>, sockets: SocketIoLayer) -> Router {
    Router::new()
        .route("/api/health", get(health))
        .route("/.well-known/jwks.json", get(jwks))
        .route("/api/.well-known/jwks.json", get(jwks))
        .merge(auth::routes::all())
        .merge(realtime::admin::routes())
        .route("/api/database/records/{table}", any(gateway::records))
        .route("/api/database/rpc/{function}", any(gateway::rpc))
        .route("/api/database/tables", get(rawsql::tables))
        .route("/api/database/advance/rawsql", post(rawsql::restricted))
        .route(
            "/api/database/advance/rawsql/unrestricted",
            post(rawsql::unrestricted),
        )
        .fallback(not_found)
        .method_not_allowed_fallback(not_found)
        .layer(DefaultBodyLimit::disable())
        .layer(sockets)
        .layer(from_fn_with_state(Arc::clone(&app), observe))
        .with_state(app)
}

/// Writes each request down and lets faults happen to it.
async fn observe(
    State(app): State<Arc<App>>,
    ConnectInfo(shears): ConnectInfo<Shears>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return Failure::internal("request entity too large").into_response();
    };
    let method = parts.method.as_str().to_owned();
    let path = parts.uri.path().to_owned();
    let target = parts
        .uri
        .path_and_query()
        .map_or(path.as_str(), |target| target.as_str());
    app.requests.push(&method, target, &parts.headers, body.clone());
    let request = Request::from_parts(parts, Body::from(body));
    match app.faults.take(&method, &path) {
        None => next.run(request).await,
        Some(Fault::Delay(time)) => {
            tokio::time::sleep(time).await;
            next.run(request).await
        }
        Some(Fault::Reset) => broken_answer::none(&shears),
        Some(Fault::ResetAfter) => {
            next.run(request).await;
            broken_answer::none(&shears)
        }
        Some(Fault::Status(status, body, headers)) => broken_answer::made_up(status, body, &headers),
        Some(Fault::Truncate(length)) => {
            broken_answer::cut_after(next.run(request).await, length, &shears).await
        }
    }
}

async fn health() -> Response {
    ok(&json!({
        "status": "ok",
        "version": VERSION,
        "service": "Insforge OSS Backend",
        "timestamp": crate::clock::iso_now(),
    }))
}

async fn jwks(State(app): State<Arc<App>>) -> Response {
    ok(app.tokens.jwks())
}

async fn not_found(uri: Uri) -> Failure {
    Failure::new(
        StatusCode::NOT_FOUND,
        "NOT_FOUND",
        format!("Endpoint {} not found", uri.path()),
    )
    .hint("Please check the API documentation for available endpoints")
}
