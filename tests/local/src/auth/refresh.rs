use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde_json::{Value, json};

use super::client_type::{ClientType, clear, cookie};
use super::tokens::Refresh;
use super::users;
use crate::app::App;
use crate::body::object;
use crate::reply::{Answer, Failure, ok};

/// `POST /api/auth/refresh`
pub(crate) async fn refresh(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let client_type = ClientType::of(query.as_deref());
    match renew(&app, client_type, &headers, &body).await {
        Ok(response) => response,
        Err(failure) => {
            // The cookie is forgotten only when the token itself is bad.
            let forget = client_type == ClientType::Web && failure.status == StatusCode::UNAUTHORIZED;
            let mut response = failure.into_response();
            if forget {
                clear(&mut response);
            }
            response
        }
    }
}

async fn renew(app: &App, client_type: ClientType, headers: &HeaderMap, body: &Bytes) -> Answer {
    let token = match client_type {
        ClientType::Web => cookie(headers)
            .map(str::to_owned)
            .ok_or_else(|| unauthorized("No refresh token provided"))?,
        ClientType::Own => in_body(headers, body)?,
    };
    let session = app.tokens.read_refresh(&token)?;
    if session.session_type != "user" {
        return Err(unauthorized("Invalid refresh session type"));
    }
    if client_type == ClientType::Web {
        check_csrf(app, headers, &session)?;
    }
    let user = users::by_id(&app.client, &session.sub)
        .await?
        .ok_or_else(|| unauthorized("User not found"))?;
    let body = json!({ "accessToken": app.tokens.access(&user.id, &user.email)?, "user": user.shown });
    client_type.session(body, &app.tokens, &user.id, Some(&session.csrf_nonce))
}

/// `POST /api/auth/logout`. Refresh tokens cannot be revoked, so all there is to do is to clear the cookie.
pub(crate) async fn logout(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    let web = ClientType::of(query.as_deref()) == ClientType::Web;
    if web && let Some(session) = cookie(&headers).and_then(|token| app.tokens.read_refresh(token).ok()) {
        check_csrf(&app, &headers, &session)?;
    }
    let mut response = ok(&json!({ "success": true, "message": "Logged out successfully" }));
    if web {
        clear(&mut response);
    }
    Ok(response)
}

fn in_body(headers: &HeaderMap, body: &Bytes) -> Result<String, Failure> {
    let body = object(headers, body)?;
    let given = body
        .get("refreshToken")
        .filter(|value| !value.is_null())
        .or_else(|| body.get("refresh_token"));
    match given {
        Some(Value::String(token)) => Ok(token.clone()),
        None => Err(Failure::invalid_input("refreshToken: Required")),
        Some(_) => Err(Failure::invalid_input("refreshToken: Expected string")),
    }
}

fn check_csrf(app: &App, headers: &HeaderMap, session: &Refresh) -> Result<(), Failure> {
    let given = headers.get("x-csrf-token").and_then(|value| value.to_str().ok());
    if given == Some(app.tokens.csrf(session)?.as_str()) {
        Ok(())
    } else {
        Err(Failure::new(
            StatusCode::FORBIDDEN,
            "FORBIDDEN",
            "Invalid CSRF token",
        ))
    }
}

fn unauthorized(message: &str) -> Failure {
    Failure::new(StatusCode::UNAUTHORIZED, "AUTH_UNAUTHORIZED", message)
}
