//! The auth surface: sign-up, sessions, refresh, profiles and the keys behind them.

pub(crate) mod client_type;
pub(crate) mod control;
pub(crate) mod current;
pub(crate) mod fields;
pub(crate) mod keys;
pub(crate) mod passwords;
pub(crate) mod profiles;
pub(crate) mod refresh;
pub(crate) mod sign_in;
pub(crate) mod sign_up;
pub(crate) mod tokens;
pub(crate) mod users;

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Value, json};

use crate::app::App;
use crate::credentials::Caller;
use crate::reply::{Answer, ok};

/// The rules of a fresh project, which a local InsForge always has.
fn policy() -> Value {
    json!({
        "requireEmailVerification": false,
        "passwordMinLength": sign_up::PASSWORD_MIN_LENGTH,
        "requireNumber": false,
        "requireLowercase": false,
        "requireUppercase": false,
        "requireSpecialChar": false,
        "verifyEmailMethod": "code",
        "resetPasswordMethod": "code",
        "disableSignup": false,
    })
}

/// `GET /api/auth/public-config`
pub(crate) async fn public_config() -> Response {
    with(&[("oAuthProviders", json!([])), ("customOAuthProviders", json!([]))])
}

/// `GET /api/auth/config`, for admins.
pub(crate) async fn config(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let made = "2026-01-01T00:00:00.000Z";
    Ok(with(&[
        ("id", json!("00000000-0000-4000-8000-000000000001")),
        ("allowedRedirectUrls", json!([])),
        ("createdAt", json!(made)),
        ("updatedAt", json!(made)),
    ]))
}

fn with(more: &[(&str, Value)]) -> Response {
    let mut body = policy();
    if let Some(map) = body.as_object_mut() {
        map.extend(
            more.iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone())),
        );
    }
    ok(&body)
}
