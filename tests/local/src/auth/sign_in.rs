use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::{Value, json};

use super::client_type::ClientType;
use super::fields::Fields;
use super::{passwords, users};
use crate::app::App;
use crate::body::object;
use crate::reply::{Answer, Failure};

/// `POST /api/auth/sessions`
pub(crate) async fn sign_in(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let body = object(&headers, &body)?;
    match body
        .get("method")
        .filter(|method| !method.is_null())
        .map(Value::as_str)
    {
        None | Some(Some("password")) => {}
        // No mail is ever sent here, so no code can be right.
        Some(Some("otp")) => return Err(Failure::invalid_input("Invalid or expired OTP code")),
        Some(_) => {
            return Err(Failure::invalid_input(
                "method: Invalid discriminator value. Expected 'password' | 'otp'",
            ));
        }
    }
    let mut fields = Fields::new(&body);
    let email = fields.email();
    let password = fields.text("password").unwrap_or_default().to_owned();
    fields.check()?;
    let refuse = || {
        Failure::new(
            StatusCode::UNAUTHORIZED,
            "AUTH_UNAUTHORIZED",
            "Invalid credentials",
        )
    };
    let user = users::by_email(&app.client, &email).await?.ok_or_else(refuse)?;
    let hash = user.password.clone().ok_or_else(refuse)?;
    if !passwords::fits(password, hash).await? {
        return Err(refuse());
    }
    let session = json!({ "accessToken": app.tokens.access(&user.id, &user.email)?, "user": user.shown });
    ClientType::of(query.as_deref()).session(session, &app.tokens, &user.id, None)
}
