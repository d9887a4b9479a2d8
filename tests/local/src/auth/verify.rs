use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde_json::json;
use url::Url;

use super::client_type::ClientType;
use super::codes::Purpose;
use super::fields::Fields;
use super::limits::Limit;
use super::users;
use crate::app::App;
use crate::body::object;
use crate::reply::{Answer, Failure};

/// `POST /api/auth/email/verify`
pub(crate) async fn by_code(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let work = async {
        let body = object(&headers, &body)?;
        let mut fields = Fields::new(&body);
        let email = fields.email();
        let code = fields.code("otp", "OTP code must be a 6-digit numeric code");
        fields.check()?;
        let by_link = app.auth.policy.by_link("verifyEmailMethod");
        if by_link || !app.auth.codes.take_code(Purpose::Verify, &email, &code) {
            return Err(wrong_code());
        }
        users::verify(&app.client, &email).await?;
        let user = users::by_email(&app.client, &email)
            .await?
            .ok_or_else(wrong_code)?;
        let session = json!({ "accessToken": app.tokens.access(&user.id, &user.email)?, "user": user.shown });
        ClientType::of(query.as_deref()).session(session, &app.tokens, &user.id, None)
    };
    app.auth.limits.guard(Limit::WrongCodes, work).await
}

/// `GET /api/auth/email/verify-link`
pub(crate) async fn by_link(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Answer {
    let token = link_token(query.as_deref())?;
    let (status, link) = match app.auth.codes.take_token(Purpose::Verify, &token) {
        Some(link) => ("success", Some(link)),
        None => ("error", None),
    };
    if let Some(link) = &link {
        users::verify(&app.client, &link.email).await?;
    }
    let mut pairs = vec![("insforge_status", status), ("insforge_type", "verify_email")];
    if link.is_none() {
        pairs.push(("insforge_error", "Invalid or expired verification token"));
    }
    let to = app.auth.codes.redirect_of(Purpose::Verify, &token);
    redirect(to.as_deref(), &pairs)
}

/// `GET /api/auth/email/reset-password-link`. A used or expired link still leads to the form; the token then is refused
/// there.
pub(crate) async fn reset_link(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Answer {
    let token = link_token(query.as_deref())?;
    let to = app.auth.codes.redirect_of(Purpose::Reset, &token);
    let pairs = [
        ("token", token.as_str()),
        ("insforge_status", "ready"),
        ("insforge_type", "reset_password"),
    ];
    redirect(to.as_deref(), &pairs)
}

fn link_token(query: Option<&str>) -> Result<String, Failure> {
    let token = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .find(|(key, _)| key == "token")
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default();
    if token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(token);
    }
    Err(Failure::invalid_input(
        "token: token must be a 64-character hexadecimal token",
    ))
}

/// Sends the browser on, with these parameters set.
pub(crate) fn redirect(to: Option<&str>, pairs: &[(&str, &str)]) -> Answer {
    let unknown = || Failure::invalid_input("Invalid or expired verification token");
    let mut to = Url::parse(to.ok_or_else(unknown)?).map_err(|_| unknown())?;
    let others: Vec<(String, String)> = to
        .query_pairs()
        .filter(|(key, _)| !pairs.iter().any(|(name, _)| key == name))
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect();
    to.query_pairs_mut()
        .clear()
        .extend_pairs(others)
        .extend_pairs(pairs);
    Ok(found(to.as_str()))
}

pub(crate) fn found(to: &str) -> Response {
    let text = format!("Found. Redirecting to {to}");
    (StatusCode::FOUND, [(header::LOCATION, to)], text).into_response()
}

pub(crate) fn wrong_code() -> Failure {
    Failure::invalid_input("Invalid or expired verification code")
}
