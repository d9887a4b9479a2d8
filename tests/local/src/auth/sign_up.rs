use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::json;

use super::client_type::ClientType;
use super::fields::Fields;
use super::{passwords, users};
use crate::app::App;
use crate::body::object;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, ok};

pub(crate) const PASSWORD_MIN_LENGTH: usize = 6;

/// `POST /api/auth/users`
pub(crate) async fn sign_up(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let caller = Caller::any(&app, &headers)?;
    let body = object(&headers, &body)?;
    let by_admin = caller.is_admin();
    let mut fields = Fields::new(&body);
    let email = fields.email();
    let password = fields.text("password").unwrap_or_default().to_owned();
    let name = fields.name();
    fields.url("redirectTo");
    let confirm = fields.flag("autoConfirm") && by_admin;
    fields.check()?;
    // JavaScript counts UTF-16 units.
    if password.encode_utf16().count() < PASSWORD_MIN_LENGTH {
        return Err(Failure::invalid_input(format!(
            "Password must contain at least {PASSWORD_MIN_LENGTH} characters long"
        )));
    }
    let hash = passwords::hash(password).await?;
    let Some(id) = users::insert(&app.client, &email, &hash, name, confirm).await? else {
        return Err(Failure::new(
            StatusCode::CONFLICT,
            "AUTH_EMAIL_EXISTS",
            "User already exists",
        ));
    };
    let Some(user) = users::by_id(&app.client, &id).await? else {
        return Err(Failure::internal("User not found after registration"));
    };
    let session = json!({
        "user": user.shown,
        "accessToken": app.tokens.access(&user.id, &user.email)?,
        "requireEmailVerification": false,
    });
    if by_admin {
        return Ok(ok(&session));
    }
    ClientType::of(query.as_deref()).session(session, &app.tokens, &user.id, None)
}
