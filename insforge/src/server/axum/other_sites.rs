//! Refusing what other sites' pages send.

use ::axum::extract::Request;
use ::axum::middleware::Next;
use ::axum::response::{IntoResponse, Response};
use ::http::{Method, StatusCode};

use super::Rejection;
use crate::server::same_origin;

/// Answers 403 to requests that may change something and come from another site's page, by [`same_origin`]; GET, HEAD
/// and OPTIONS pass. [`AuthRoutes`](super::AuthRoutes) has it already; put it over your own forms too.
///
/// ```no_run
/// use axum::Router;
/// use axum::middleware::from_fn;
/// use axum::routing::post;
/// use insforge::server::axum::refuse_other_sites;
///
/// let app: Router = Router::new()
///     .route("/todos", post(async || "added"))
///     .layer(from_fn(refuse_other_sites));
/// ```
pub async fn refuse_other_sites(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || same_origin(request.headers()) {
        return next.run(request).await;
    }
    let message = "this call comes from another site's page";
    Rejection::new(StatusCode::FORBIDDEN, "FORBIDDEN", message).into_response()
}
