use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde_json::json;

use super::client_type::named_cookie;
use super::fields::Fields;
use super::tokens::Refresh;
use crate::app::App;
use crate::body::object;
use crate::credentials;
use crate::reply::{Answer, Failure, ok};

const COOKIE: &str = "insforge_admin_refresh_token";
const SUFFIX: &str = "Path=/api/auth/admin; HttpOnly; Secure; SameSite=None";

/// The one administrator.
pub(crate) const USERNAME: &str = "admin";
const SUBJECT: &str = "local:admin";

/// `POST /api/auth/admin/sessions`. Whatever `client_type` says, the refresh token goes into a cookie.
pub(crate) async fn sign_in(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let body = object(&headers, &body)?;
    let mut fields = Fields::new(&body);
    let name = fields.text("username").unwrap_or_default();
    let password = fields.text("password").unwrap_or_default();
    fields.check()?;
    if name != USERNAME || password != app.auth.admin_password {
        return Err(unauthorized("Invalid admin credentials"));
    }
    session(&app, None)
}

/// `POST /api/auth/admin/sessions/exchange`: only the cloud hands such codes over.
pub(crate) async fn exchange(headers: HeaderMap, body: Bytes) -> Answer {
    let body = object(&headers, &body)?;
    let mut fields = Fields::new(&body);
    fields.text("code");
    fields.check()?;
    Err(unauthorized("Invalid admin credentials"))
}

/// `GET /api/auth/admin/sessions/current`
pub(crate) async fn current(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    let identity = credentials::token(&app, &headers)?;
    if identity.role != "project_admin" {
        return Err(Failure::new(
            StatusCode::FORBIDDEN,
            "AUTH_UNAUTHORIZED",
            "Admin access required",
        ));
    }
    Ok(ok(&json!({ "admin": { "sub": identity.id } })))
}

/// `POST /api/auth/admin/refresh`
pub(crate) async fn refresh(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    renew(&app, &headers).unwrap_or_else(|failure| {
        // The cookie is forgotten only when the token itself is bad.
        let forget = failure.status == StatusCode::UNAUTHORIZED;
        let mut response = failure.into_response();
        if forget {
            clear(&mut response);
        }
        response
    })
}

fn renew(app: &App, headers: &HeaderMap) -> Answer {
    let token =
        named_cookie(headers, COOKIE).ok_or_else(|| unauthorized("No admin refresh token provided"))?;
    let old = app.tokens.read_refresh(token)?;
    if old.session_type != "admin" {
        return Err(unauthorized("Invalid admin refresh session type"));
    }
    check_csrf(app, headers, &old)?;
    session(app, Some(&old.csrf_nonce))
}

/// `POST /api/auth/admin/logout`
pub(crate) async fn logout(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    let old = named_cookie(&headers, COOKIE).and_then(|token| app.tokens.read_refresh(token).ok());
    if let Some(old) = old {
        check_csrf(&app, &headers, &old)?;
    }
    let mut response = ok(&json!({ "success": true, "message": "Logged out successfully" }));
    clear(&mut response);
    Ok(response)
}

fn session(app: &App, nonce: Option<&str>) -> Answer {
    let (token, claims) = app.tokens.refresh_of(SUBJECT, "admin", nonce)?;
    let mut response = ok(&json!({
        "admin": { "sub": SUBJECT },
        "accessToken": app.tokens.access_of(SUBJECT, "admin@insforge.local", "project_admin")?,
        "csrfToken": app.tokens.csrf(&claims)?,
    }));
    set_cookie(
        &mut response,
        &format!("{COOKIE}={token}; Max-Age=604800; {SUFFIX}"),
    );
    Ok(response)
}

fn clear(response: &mut Response) {
    set_cookie(
        response,
        &format!("{COOKIE}=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; {SUFFIX}"),
    );
}

fn check_csrf(app: &App, headers: &HeaderMap, session: &Refresh) -> Result<(), Failure> {
    let given = headers.get("x-csrf-token").and_then(|value| value.to_str().ok());
    if given == Some(app.tokens.csrf(session)?.as_str()) {
        return Ok(());
    }
    Err(Failure::new(
        StatusCode::FORBIDDEN,
        "FORBIDDEN",
        "Invalid CSRF token",
    ))
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

fn unauthorized(message: &str) -> Failure {
    Failure::new(StatusCode::UNAUTHORIZED, "AUTH_UNAUTHORIZED", message)
}
