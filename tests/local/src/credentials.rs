use axum::http::{HeaderMap, StatusCode, header};

use crate::app::App;
use crate::auth::tokens::Identity;
use crate::reply::{CHECK_ADMIN_TOKEN, CHECK_API_KEY, CHECK_TOKEN, Failure};

/// Who sent a request, on routes that take any credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Caller {
    /// The API key, or a token of role `project_admin`.
    Admin,
    /// The anon key, or an old token of role `anon`.
    Anon,
    /// A signed-in user.
    User(Identity),
}

impl Caller {
    /// The kind of the credential decides how it is checked. One that fails is never taken for a lesser one.
    pub(crate) fn any(app: &App, headers: &HeaderMap) -> Result<Self, Failure> {
        if let Some(key) = api_key(headers) {
            return check_api_key(app, key);
        }
        if let Some(key) = bearer(headers).filter(|token| token.starts_with("anon_")) {
            if app.accepts_anon_key(key) {
                return Ok(Self::Anon);
            }
            return Err(Failure::new(
                StatusCode::UNAUTHORIZED,
                "AUTH_INVALID_CREDENTIALS",
                "Invalid anon key",
            )
            .hint(CHECK_TOKEN));
        }
        let identity = token(app, headers)?;
        Ok(match identity.role.as_str() {
            "project_admin" => Self::Admin,
            "anon" => Self::Anon,
            _ => Self::User(identity),
        })
    }

    /// For admin routes: the API key or a `project_admin` token.
    pub(crate) fn admin(app: &App, headers: &HeaderMap) -> Result<Self, Failure> {
        if let Some(key) = api_key(headers) {
            return check_api_key(app, key);
        }
        let Some(token) = bearer(headers) else {
            return Err(Failure::new(
                StatusCode::UNAUTHORIZED,
                "AUTH_INVALID_CREDENTIALS",
                "No admin token provided",
            )
            .hint(CHECK_TOKEN));
        };
        if app.tokens.read_access(token)?.role != "project_admin" {
            return Err(Failure::new(
                StatusCode::FORBIDDEN,
                "AUTH_UNAUTHORIZED",
                "Admin access required",
            )
            .hint(CHECK_ADMIN_TOKEN));
        }
        Ok(Self::Admin)
    }

    pub(crate) fn is_admin(&self) -> bool {
        matches!(self, Self::Admin)
    }
}

/// For routes that take the API key only.
pub(crate) fn only_api_key(app: &App, headers: &HeaderMap) -> Result<(), Failure> {
    match api_key(headers) {
        Some(key) => check_api_key(app, key).map(drop),
        None => Err(Failure::new(
            StatusCode::UNAUTHORIZED,
            "AUTH_INVALID_API_KEY",
            "No API key provided",
        )
        .hint(CHECK_API_KEY)),
    }
}

/// For routes that take a token only; an `x-api-key` is not even looked at.
pub(crate) fn token(app: &App, headers: &HeaderMap) -> Result<Identity, Failure> {
    match bearer(headers) {
        Some(token) => app.tokens.read_access(token),
        None => Err(Failure::new(
            StatusCode::UNAUTHORIZED,
            "AUTH_INVALID_CREDENTIALS",
            "No token provided",
        )
        .hint(CHECK_TOKEN)),
    }
}

/// The scheme word counts only in this spelling.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")
        .filter(|token| !token.is_empty())
}

/// An `ik_` bearer, else whatever is in `x-api-key`.
fn api_key(headers: &HeaderMap) -> Option<&str> {
    bearer(headers)
        .filter(|token| token.starts_with("ik_"))
        .or_else(|| {
            headers
                .get("x-api-key")?
                .to_str()
                .ok()
                .filter(|key| !key.is_empty())
        })
}

fn check_api_key(app: &App, key: &str) -> Result<Caller, Failure> {
    if app.accepts_api_key(key) {
        return Ok(Caller::Admin);
    }
    Err(Failure::new(
        StatusCode::UNAUTHORIZED,
        "AUTH_INVALID_API_KEY",
        "Invalid API key",
    )
    .hint(CHECK_API_KEY))
}
