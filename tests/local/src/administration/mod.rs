//! What the project's administrator manages beside accounts, files and payments: tables, migrations, secrets, schedules,
//! logs and the rest.

mod introspection;
mod metadata;
mod names;
mod query;
mod session;
pub(crate) mod state;
mod table_change;
mod table_definition;
mod table_facts;
mod tables;

use std::sync::Arc;

use axum::Router;
use axum::routing::{delete, get};

use crate::app::App;

/// All routes of administration.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/database/tables", get(tables::list).post(tables::create))
        .route("/api/database/tables/{table}", delete(tables::remove))
        .route(
            "/api/database/tables/{table}/schema",
            get(tables::describe).patch(tables::alter),
        )
        .merge(introspection::routes())
        .merge(metadata::routes())
}
