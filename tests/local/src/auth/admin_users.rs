use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::{Value, json};
use uuid::Uuid;

use super::users;
use crate::app::App;
use crate::body::object;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, ok};

/// `GET /api/auth/users`
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let (mut limit, mut offset, mut search) = (10, 0, String::new());
    for (key, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        match &*key {
            // What is no number is as good as nothing.
            "limit" => limit = value.parse().ok().filter(|limit| *limit > 0).unwrap_or(10),
            "offset" => offset = value.parse().ok().filter(|offset| *offset > 0).unwrap_or(0),
            "search" => search = value.into_owned(),
            _ => {}
        }
    }
    let (found, total) = users::list(&app.client, &search, limit, offset).await?;
    let data: Vec<Value> = found.into_iter().map(|user| user.shown).collect();
    Ok(ok(&json!({
        "data": data,
        "pagination": { "offset": offset, "limit": limit, "total": total },
    })))
}

/// `GET /api/auth/users/{id}`
pub(crate) async fn get(State(app): State<Arc<App>>, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    if id.len() != 36 || Uuid::parse_str(&id).is_err() {
        return Err(Failure::invalid_input("Invalid user ID format"));
    }
    match users::by_id(&app.client, &id).await? {
        Some(user) => Ok(ok(&user.shown)),
        None => Err(Failure::new(
            StatusCode::NOT_FOUND,
            "AUTH_USER_NOT_FOUND",
            "User does not exist",
        )),
    }
}

/// `DELETE /api/auth/users`
pub(crate) async fn delete(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = object(&headers, &body)?;
    let ids = match body.get("userIds") {
        None => return Err(Failure::invalid_input("userIds: Required")),
        Some(Value::Array(ids)) if ids.is_empty() => {
            return Err(Failure::invalid_input(
                "userIds: At least one user ID is required",
            ));
        }
        Some(Value::Array(ids)) => ids,
        Some(_) => return Err(Failure::invalid_input("userIds: Expected array")),
    };
    let mut wanted = Vec::new();
    for (place, id) in ids.iter().enumerate() {
        match id
            .as_str()
            .filter(|id| id.len() == 36 && Uuid::parse_str(id).is_ok())
        {
            Some(id) => wanted.push(id.to_owned()),
            None => {
                return Err(Failure::invalid_input(format!(
                    "userIds.{place}: Invalid user ID format"
                )));
            }
        }
    }
    let deleted = users::delete(&app.client, &wanted).await?;
    Ok(ok(
        &json!({ "message": "Users deleted successfully", "deletedCount": deleted }),
    ))
}

/// `POST /api/auth/tokens/anon`
pub(crate) async fn anon_token(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    Ok(ok(&json!({
        "accessToken": app.admin.anon_key.newest(&app.anon_key),
        "message": "Anon key retrieved successfully (deprecated route, use GET /api/metadata/anon-key)",
    })))
}
