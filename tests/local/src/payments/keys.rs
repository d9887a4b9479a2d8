//! The keys of the project's accounts at the providers.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, put};
use axum::{Extension, Router};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::account::{note, sync, unset};
use super::input::{Field, Rule, needed, optional};
use super::provider::{Keys, Provider};
use super::{body, stripe, world};
use crate::app::App;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, ok};

const STRIPE_KEYS: &[Field] = &[needed(
    "secretKey",
    Rule::Text("Stripe secret key is required", 5000),
)];
const RAZORPAY_KEYS: &[Field] = &[
    needed("keyId", Rule::Text("Razorpay key ID is required", 5000)),
    needed("keySecret", Rule::Text("Razorpay key secret is required", 5000)),
    optional("webhookSecret", Rule::Any(5000)),
];

pub(super) fn routes(provider: Provider) -> Router<Arc<App>> {
    let at = |rest: &str| format!("/api/payments/{}{rest}", provider.name());
    Router::new()
        .route(&at("/config"), get(config))
        .route(&at("/{env}/config"), put(set_config).delete(delete_config))
        .layer(Extension(provider))
}

/// The keys of both worlds. The backend hides nothing of them from an administrator.
fn keys(app: &App, provider: Provider) -> Value {
    let state = app.payments.lock();
    let mut all = Vec::new();
    for env in ["test", "live"] {
        let keys = state.keys.get(&(provider, env));
        match provider {
            Provider::Stripe => {
                all.push(json!({"environment": env, "value": keys.map(|keys| &keys.secret)}));
            }
            Provider::Razorpay => {
                let values = [
                    ("api_key", keys.map(|keys| &keys.id)),
                    ("api_secret", keys.map(|keys| &keys.secret)),
                    ("webhook_secret", keys.and_then(|keys| keys.webhook.as_ref())),
                ];
                all.extend(
                    values.map(|(kind, value)| json!({"environment": env, "keyType": kind, "value": value})),
                );
            }
        }
    }
    json!({"keys": all})
}

async fn config(
    Extension(provider): Extension<Provider>,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    Ok(ok(&keys(&app, provider)))
}

async fn set_config(
    Extension(provider): Extension<Provider>,
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let env = world(&env)?;
    let given = match provider {
        Provider::Stripe => stripe_keys(&body(&headers, &bytes, STRIPE_KEYS)?),
        Provider::Razorpay => razorpay_keys(&body(&headers, &bytes, RAZORPAY_KEYS)?),
    };
    provider.check_key(env, &given.id)?;
    let before = {
        let mut state = app.payments.lock();
        let before = state.keys.get(&(provider, env)).cloned();
        let webhook = given
            .webhook
            .clone()
            .or_else(|| before.as_ref().and_then(|keys| keys.webhook.clone()))
            .or_else(|| (provider == Provider::Razorpay).then(secret));
        state.keys.insert(
            (provider, env),
            Keys {
                webhook,
                ..given.clone()
            },
        );
        before
    };
    if before.is_none_or(|keys| keys.id != given.id || keys.secret != given.secret) {
        let mut account = json!({
            "status": "connected", "provider_account_id": format!("acct_{}_{env}", provider.name()),
            "account_livemode": env == "live"
        });
        account[match provider {
            Provider::Stripe => "account_email",
            Provider::Razorpay => "account_name",
        }] = json!("shop@example.com");
        note(&app, provider, env, account).await?;
        if provider == Provider::Stripe {
            stripe::register_webhook(&app, env).await?;
        }
        sync(&app, provider, env).await?;
    }
    Ok(ok(&keys(&app, provider)))
}

fn text(body: &Map<String, Value>, field: &str) -> String {
    let text = body.get(field).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

fn stripe_keys(body: &Map<String, Value>) -> Keys {
    let secret = text(body, "secretKey");
    Keys {
        id: secret.clone(),
        secret,
        webhook: None,
    }
}

fn razorpay_keys(body: &Map<String, Value>) -> Keys {
    Keys {
        id: text(body, "keyId"),
        secret: text(body, "keySecret"),
        webhook: Some(text(body, "webhookSecret")).filter(|secret| !secret.is_empty()),
    }
}

/// A secret that nobody knows.
pub(super) fn secret() -> String {
    format!("{:032x}", rand::random::<u128>())
}

async fn delete_config(
    Extension(provider): Extension<Provider>,
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let env = world(&env)?;
    if app.payments.lock().keys.remove(&(provider, env)).is_none() {
        let message = match provider {
            Provider::Stripe => "No Stripe key configured",
            Provider::Razorpay => "No Razorpay keys configured for this environment",
        };
        return Err(Failure::new(
            StatusCode::NOT_FOUND,
            "PAYMENT_CONFIG_NOT_FOUND",
            message,
        ));
    }
    note(&app, provider, env, unset(provider, env)).await?;
    Ok(ok(&keys(&app, provider)))
}
