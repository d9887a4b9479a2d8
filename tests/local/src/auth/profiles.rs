use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::{Value, json};
use uuid::Uuid;

use super::users;
use crate::app::App;
use crate::body::object;
use crate::credentials;
use crate::reply::{Answer, Failure, ok};

/// `GET /api/auth/profiles/{id}`: open to everybody.
pub(crate) async fn get(State(app): State<Arc<App>>, Path(id): Path<String>) -> Answer {
    // Only the form with hyphens counts as one.
    if id.len() != 36 || Uuid::parse_str(&id).is_err() {
        return Err(Failure::invalid_input("Invalid user ID format"));
    }
    let user = users::by_id(&app.client, &id).await?.ok_or_else(not_found)?;
    Ok(ok(
        &json!({ "id": user.id, "profile": user.shown.get("profile") }),
    ))
}

/// `PATCH /api/auth/profiles/current`: merges one level deep; keys cannot be removed.
pub(crate) async fn patch(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let identity = credentials::token(&app, &headers)?;
    let body = object(&headers, &body)?;
    let profile = match body.get("profile") {
        Some(profile @ Value::Object(_)) => profile.to_string(),
        None => return Err(Failure::invalid_input("profile: Required")),
        Some(_) => return Err(Failure::invalid_input("profile: Expected object")),
    };
    app.client
        .execute(
            "update auth.users set profile = coalesce(profile, '{}') || $2::text::jsonb, updated_at = now() \
             where id = $1::text::uuid",
            &[&identity.id, &profile],
        )
        .await
        .map_err(|error| users::failed(&error))?;
    let user = users::by_id(&app.client, &identity.id)
        .await?
        .ok_or_else(not_found)?;
    Ok(ok(
        &json!({ "id": user.id, "profile": user.shown.get("profile") }),
    ))
}

fn not_found() -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "AUTH_USER_NOT_FOUND", "User not found")
}

/// `GET /api/auth/profiles/current` is the route above with an id that is none.
pub(crate) async fn none() -> Failure {
    Failure::invalid_input("Invalid user ID format")
}
