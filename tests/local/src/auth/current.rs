use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde_json::json;

use super::users;
use crate::app::App;
use crate::credentials;
use crate::reply::{Answer, Failure, ok};

/// `GET /api/auth/sessions/current`
pub(crate) async fn current(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    let identity = credentials::token(&app, &headers)?;
    let refuse = |message| Failure::new(StatusCode::UNAUTHORIZED, "AUTH_INVALID_CREDENTIALS", message);
    if identity.role != "authenticated" {
        return Err(refuse("User not authenticated"));
    }
    let user = users::by_id(&app.client, &identity.id)
        .await?
        .ok_or_else(|| refuse("User not found"))?;
    Ok(ok(&json!({ "user": user.shown })))
}
