use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use bytes::Bytes;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::auth::client_type::ClientType;
use crate::auth::fields::Fields;
use crate::auth::users;
use crate::body::object;
use crate::reply::{Answer, Failure};

/// `POST /api/auth/oauth/exchange`
pub(crate) async fn exchange(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let body = object(&headers, &body)?;
    let mut fields = Fields::new(&body);
    let code = fields.text("code").unwrap_or_default();
    let verifier = fields.text("code_verifier");
    match verifier.map(str::len) {
        Some(..43) => fields.complain("code_verifier: Code verifier must be at least 43 characters"),
        Some(129..) => fields.complain("code_verifier: Code verifier must be at most 128 characters"),
        _ => {}
    }
    fields.check()?;
    let verifier = verifier.unwrap_or_default();
    let Some(exchange) = app.auth.exchange_codes.take(code) else {
        return Err(Failure::invalid_input("Invalid or expired code"));
    };
    if BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) != exchange.challenge {
        return Err(Failure::new(
            StatusCode::BAD_REQUEST,
            "AUTH_UNAUTHORIZED",
            "PKCE verification failed",
        ));
    }
    let Some(user) = users::by_id(&app.client, &exchange.user).await? else {
        return Err(Failure::new(
            StatusCode::NOT_FOUND,
            "AUTH_USER_NOT_FOUND",
            "User not found",
        ));
    };
    let session = json!({ "accessToken": app.tokens.access(&user.id, &user.email)?, "user": user.shown });
    ClientType::of(query.as_deref()).session(session, &app.tokens, &user.id, None)
}
