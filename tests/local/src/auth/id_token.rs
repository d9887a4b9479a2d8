use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use jsonwebtoken::Algorithm;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::client_type::ClientType;
use super::fields::Fields;
use super::limits::Limit;
use super::third_party::{self, Person};
use crate::app::App;
use crate::body::object;
use crate::reply::{Answer, Failure};

/// What an ID token of the fake issuers says. They sign with the local InsForge's own key.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Claims {
    pub(crate) iss: String,
    pub(crate) aud: String,
    pub(crate) sub: String,
    pub(crate) email: String,
    #[serde(default)]
    pub(crate) name: Option<String>,
    #[serde(default)]
    pub(crate) nonce: Option<String>,
    pub(crate) exp: u64,
}

pub(crate) const GOOGLE: &str = "https://accounts.google.com";
pub(crate) const APPLE: &str = "https://appleid.apple.com";

/// `POST /api/auth/id-token`
pub(crate) async fn sign_in(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let work = async {
        let body = object(&headers, &body)?;
        let provider = match body.get("provider").and_then(Value::as_str) {
            Some(known @ ("google" | "apple")) => known,
            _ => {
                return Err(Failure::invalid_input(
                    "provider: Invalid discriminator value. Expected 'google' | 'apple'",
                ));
            }
        };
        let mut fields = Fields::new(&body);
        let token = fields.text("token").unwrap_or_default().to_owned();
        let apple = provider == "apple";
        let nonce = if apple { fields.text("nonce") } else { None };
        let name = if apple { fields.optional("name") } else { None };
        fields.check()?;
        let claims = read(&app, provider, &token, nonce).ok_or_else(|| refuse(apple))?;
        let person = Person {
            provider,
            account: &claims.sub,
            email: &claims.email,
            name: name.or(claims.name.as_deref()),
        };
        let user = third_party::find_or_create(&app, &person).await?;
        let session = json!({ "accessToken": app.tokens.access(&user.id, &user.email)?, "user": user.shown });
        ClientType::of(query.as_deref()).session(session, &app.tokens, &user.id, None)
    };
    app.auth.limits.guard(Limit::IdTokens, work).await
}

fn read(app: &App, provider: &str, token: &str, nonce: Option<&str>) -> Option<Claims> {
    let config = app.auth.providers.get(provider)?;
    let claims: Claims = app.tokens.read_own(token, Algorithm::RS256)?;
    let issuer = if provider == "apple" { APPLE } else { GOOGLE };
    let nonce_fits = match nonce {
        Some(raw) => claims.nonce.as_deref() == Some(third_party::sha256_hex(raw).as_str()),
        None => true,
    };
    (claims.iss == issuer && accepted(&config, &claims.aud) && nonce_fits).then_some(claims)
}

fn accepted(config: &Map<String, Value>, audience: &str) -> bool {
    let native = config.get("nativeClientIds").and_then(Value::as_array);
    config
        .get("clientId")
        .into_iter()
        .chain(native.into_iter().flatten())
        .any(|id| id == audience)
}

fn refuse(apple: bool) -> Failure {
    if apple {
        Failure::new(
            StatusCode::UNAUTHORIZED,
            "AUTH_UNAUTHORIZED",
            "Failed to verify Apple ID token",
        )
    } else {
        Failure::invalid_input("Failed to verify Google ID token")
    }
}
