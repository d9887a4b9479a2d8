//! The auth surface: sign-up, sessions, refresh, profiles and the keys behind them.

pub(crate) mod client_type;
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

use axum::response::Response;
use serde_json::json;

use crate::reply::ok;

/// The configuration of a fresh project, which a local InsForge always has.
pub(crate) async fn public_config() -> Response {
    ok(&json!({
        "oAuthProviders": [],
        "customOAuthProviders": [],
        "requireEmailVerification": false,
        "passwordMinLength": sign_up::PASSWORD_MIN_LENGTH,
        "requireNumber": false,
        "requireLowercase": false,
        "requireUppercase": false,
        "requireSpecialChar": false,
        "verifyEmailMethod": "code",
        "resetPasswordMethod": "code",
        "disableSignup": false,
    }))
}
