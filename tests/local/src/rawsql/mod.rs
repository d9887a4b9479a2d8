//! SQL for admins: `/api/database/advance/rawsql`, as `project_admin` or as the owner of the database.

pub(crate) mod errors;
pub(crate) mod guard;
pub(crate) mod params;
pub(crate) mod run;
pub(crate) mod statements;
pub(crate) mod values;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::{Value, json};

use crate::app::App;
use crate::auth::fields::Fields;
use crate::body::object;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, json_text};
use run::Role;

/// `POST /api/database/advance/rawsql`
pub(crate) async fn restricted(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    answer(&app, Role::ProjectAdmin, &headers, &body).await
}

/// `POST /api/database/advance/rawsql/unrestricted`
pub(crate) async fn unrestricted(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    answer(&app, Role::Owner, &headers, &body).await
}

async fn answer(app: &App, role: Role, headers: &HeaderMap, body: &Bytes) -> Answer {
    let body = object(headers, body)?;
    Caller::admin(app, headers)?;
    let mut fields = Fields::new(&body);
    let query = fields.text("query").unwrap_or_default();
    let explain = fields.flag("explain");
    fields.check()?;
    if query.is_empty() {
        return Err(Failure::invalid_input("query: Query is required"));
    }
    if explain {
        guard::check_read_only(query)?;
    }
    guard::check(query)?;
    let params = match body.get("params") {
        None => Vec::new(),
        Some(Value::Array(params)) => params.clone(),
        Some(_) => return Err(Failure::invalid_input("params: Expected array")),
    };
    let text = run::execute(app, role, query, &params, explain).await?;
    let (action, owner) = match role {
        Role::ProjectAdmin => ("EXECUTE_RAW_SQL", "project_admin"),
        Role::Owner => ("EXECUTE_RAW_SQL_UNRESTRICTED", "root"),
    };
    let query: String = query.chars().take(300).collect();
    let details =
        json!({ "query": query, "paramCount": params.len(), "executionRole": owner, "explain": explain });
    app.admin.audit(action, "DATABASE", details);
    Ok(json_text(StatusCode::OK, text))
}
