use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use bytes::Bytes;
use serde_json::json;
use socketioxide::layer::SocketIoLayer;

use crate::app::App;
use crate::broken_answer;
use crate::error::Error;
use crate::faults::Fault;
use crate::received::Received;
use crate::reply::{Failure, ok};
use crate::requests::Arrival;
use crate::wire::{Shears, WireListener};
use crate::{administration, ai, auth, email, functions, gateway, payments, rawsql, realtime, storage};

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

/// Opens the S3 service on an address of its own and gives its URL.
pub(crate) async fn serve_s3(app: Arc<App>) -> Result<String, Error> {
    let port = |source| Error::Port { port: 0, source };
    let listener = tokio::net::TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0))
        .await
        .map_err(port)?;
    let address = listener.local_addr().map_err(port)?;
    let routes = storage::s3::service()
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(Arc::clone(&app), observe))
        .with_state(app)
        .into_make_service_with_connect_info::<Shears>();
    tokio::spawn(async move { axum::serve(WireListener(listener), routes).await });
    Ok(format!("http://{address}"))
}

fn router(app: Arc<App>, sockets: SocketIoLayer) -> Router {
    Router::new()
        .route("/api/health", get(health))
        .route("/.well-known/jwks.json", get(jwks))
        .route("/api/.well-known/jwks.json", get(jwks))
        .merge(auth::routes::all())
        .merge(realtime::admin::routes())
        .merge(functions::routes())
        .merge(ai::routes())
        .merge(email::routes())
        .merge(payments::routes())
        .merge(administration::routes())
        .route("/api/database/records/{table}", any(gateway::records))
        .route("/api/database/rpc/{function}", any(gateway::rpc))
        .route("/api/database/advance/rawsql", post(rawsql::restricted))
        .route(
            "/api/database/advance/rawsql/unrestricted",
            post(rawsql::unrestricted),
        )
        .merge(storage::router())
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
    let method = parts.method.as_str().to_owned();
    let path = parts.uri.path().to_owned();
    let target = parts
        .uri
        .path_and_query()
        .map_or(path.as_str(), |target| target.as_str());
    let (body, fault) = if is_upload(&parts) {
        let number = app
            .requests
            .push(&method, target, &parts.headers, Bytes::new(), Arrival::Underway);
        let fault = app.faults.take(&method, &path);
        let cut = match &fault {
            Some(Fault::CutUpload(length)) => Some((*length, shears.clone())),
            _ => None,
        };
        let received = Received::new(body, app.requests.clone(), number, cut);
        (Body::from_stream(received), fault)
    } else {
        let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
            return Failure::internal("request entity too large").into_response();
        };
        app.requests
            .push(&method, target, &parts.headers, body.clone(), Arrival::Complete);
        (Body::from(body), app.faults.take(&method, &path))
    };
    let request = Request::from_parts(parts, body);
    match fault {
        None | Some(Fault::CutUpload(_)) => next.run(request).await,
        Some(Fault::Delay(time)) => {
            tokio::time::sleep(time).await;
            next.run(request).await
        }
        Some(Fault::Reset) => broken_answer::none(&shears),
        Some(Fault::ResetAfter) => {
            next.run(request).await;
            broken_answer::none(&shears)
        }
        Some(Fault::Status(status, body, headers)) => {
            // A peer that is still sending when the connection closes does not get to read the answer.
            storage::upload::drain(request).await;
            broken_answer::made_up(status, body, &headers)
        }
        Some(Fault::Truncate(length)) => {
            broken_answer::cut_after(next.run(request).await, length, &shears).await
        }
    }
}

/// Bodies of files are passed on as they arrive: they may be larger than the memory.
fn is_upload(parts: &Parts) -> bool {
    let form = parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"));
    form || parts.method == Method::PUT && parts.uri.path().starts_with("/storage/v1/s3/")
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

pub(crate) async fn not_found(uri: Uri) -> Failure {
    Failure::new(
        StatusCode::NOT_FOUND,
        "NOT_FOUND",
        format!("Endpoint {} not found", uri.path()),
    )
    .hint("Please check the API documentation for available endpoints")
}
