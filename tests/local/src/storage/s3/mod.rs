//! S3 in two roles: the service that presigned uploads and downloads go to, at an address of its own, and the gateway
//! under `/storage/v1/s3` for clients that speak S3.

pub(crate) mod error;
pub(crate) mod gateway;
pub(crate) mod listing;
pub(crate) mod multipart;
pub(crate) mod presigned;
pub(crate) mod signature;

use std::sync::Arc;

use axum::Router;
use axum::routing::{any, get};

use crate::app::App;

/// The gateway's routes, on the API's address.
pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/storage/v1/s3", any(gateway::service))
        .route("/storage/v1/s3/", any(gateway::service))
        .route("/storage/v1/s3/{*path}", any(gateway::object))
}

/// The service's routes, on an address of its own.
pub(crate) fn service() -> Router<Arc<App>> {
    Router::new()
        .route("/{bucket}", axum::routing::post(presigned::post))
        .route("/{bucket}/{*key}", get(presigned::get))
}
