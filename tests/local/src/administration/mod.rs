//! What the project's administrator manages beside accounts, files and payments: tables, migrations, secrets, schedules,
//! logs and the rest.

mod advisor;
mod backups;
mod bulk;
mod cron;
mod csv;
mod export;
mod hosting;
mod import;
mod introspection;
mod keyring;
mod logs;
mod metadata;
mod migrations;
mod names;
mod page;
mod query;
mod risks;
mod rows;
mod schedules;
mod secrets;
mod session;
pub(crate) mod state;
mod table_change;
mod table_definition;
mod table_facts;
mod tables;
mod upload;
mod usage;

use std::sync::Arc;

use axum::Router;
use axum::routing::{delete, get, post};

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
        .route("/api/database/advance/export", post(export::export))
        .route("/api/database/advance/import", post(import::import))
        .route("/api/database/advance/bulk-upsert", post(bulk::upsert))
        .route(
            "/api/database/migrations",
            get(migrations::list).post(migrations::apply),
        )
        .route("/api/database/migrations/dry-run", post(migrations::dry_run))
        .merge(introspection::routes())
        .merge(metadata::routes())
        .merge(rows::routes())
        .merge(backups::routes())
        .merge(advisor::routes())
        .merge(usage::routes())
        .merge(hosting::routes())
        .merge(secrets::routes())
        .merge(schedules::routes())
        .merge(logs::routes())
}
