use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::client_type::ClientType;
use super::codes::Purpose;
use super::fields::Fields;
use super::limits::Limit;
use super::sign_up::signup_disabled;
use super::users::User;
use super::verify::wrong_code;
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
    let client_type = ClientType::of(query.as_deref());
    let session = |user: User| {
        let session = json!({ "accessToken": app.tokens.access(&user.id, &user.email)?, "user": user.shown });
        client_type.session(session, &app.tokens, &user.id, None)
    };
    match body
        .get("method")
        .filter(|method| !method.is_null())
        .map(Value::as_str)
    {
        None | Some(Some("password")) => session(by_password(&app, &body).await?),
        Some(Some("otp")) => {
            let work = async { session(by_code(&app, &body).await?) };
            app.auth.limits.guard(Limit::WrongCodes, work).await
        }
        Some(_) => Err(Failure::invalid_input(
            "method: Invalid discriminator value. Expected 'password' | 'otp'",
        )),
    }
}

async fn by_password(app: &App, body: &Map<String, Value>) -> Result<User, Failure> {
    let mut fields = Fields::new(body);
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
    if app.auth.policy.flag("requireEmailVerification") && !user.verified() {
        return Err(
            Failure::new(StatusCode::FORBIDDEN, "FORBIDDEN", "Email verification required")
                .hint("Please verify your email address before logging in"),
        );
    }
    Ok(user)
}

async fn by_code(app: &App, body: &Map<String, Value>) -> Result<User, Failure> {
    let mut fields = Fields::new(body);
    let email = fields.email();
    let code = fields.code("otp", "OTP code must be a 6-digit numeric code");
    let name = fields.name();
    fields.check()?;
    if !app.auth.codes.take_code(Purpose::SignIn, &email, &code) {
        return Err(wrong_code());
    }
    match users::by_email(&app.client, &email).await? {
        None if app.auth.policy.flag("disableSignup") => return Err(signup_disabled()),
        None => {
            users::insert(&app.client, &email, None, name, true).await?;
        }
        // Whoever chose the password had not proven the address.
        Some(user) if !user.verified() => {
            users::set_password(&app.client, &email, None).await?;
            users::verify(&app.client, &email).await?;
        }
        Some(_) => {}
    }
    let user = users::by_email(&app.client, &email)
        .await?
        .ok_or_else(wrong_code)?;
    users::link(&app.client, &user.id, "email", &email).await?;
    users::by_id(&app.client, &user.id).await?.ok_or_else(wrong_code)
}
