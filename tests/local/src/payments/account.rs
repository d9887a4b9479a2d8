//! The project's accounts at the providers: their keys, how they stand, and reading them anew.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post, put};
use axum::{Extension, Router};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::input::{Field, Rule, needed, optional};
use super::provider::{Keys, Provider, mask};
use super::rows::{self, Known, Table};
use super::{body, razorpay, stripe, world};
use crate::app::App;
use crate::clock::iso_now;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, ok};

const CONNECTION: Table = Table {
    name: "provider_connections",
    key: &["provider", "environment"],
    shown: "environment status provider_account_id=accountId account_email account_name=merchantName account_livemode \
            webhook_endpoint_id webhook_endpoint_url @webhook_configured_at @last_synced_at last_sync_status \
            last_sync_error last_sync_counts",
};

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
        .route(&at("/status"), get(status))
        .route(&at("/config"), get(config))
        .route(&at("/sync"), post(sync_all))
        .route(&at("/{env}/config"), put(set_config).delete(delete_config))
        .route(&at("/{env}/sync"), post(sync_one))
        .layer(Extension(provider))
}

async fn status(
    Extension(provider): Extension<Provider>,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let all = [
        connection(&app, provider, "test").await?,
        connection(&app, provider, "live").await?,
    ];
    Ok(ok(&match provider {
        Provider::Stripe => json!({"connections": all}),
        Provider::Razorpay => json!({"razorpayConnections": all}),
    }))
}

/// An account as its row says, or as one that was never set up.
pub(super) async fn connection(app: &App, provider: Provider, env: &'static str) -> Result<Value, Failure> {
    let whose = json!({"provider": provider.name(), "environment": env});
    let row = rows::find(&app.client, &CONNECTION, &whose).await?;
    let mut shown = row.unwrap_or_else(|| {
        json!({
            "environment": env, "status": "unconfigured", "accountId": null, "accountEmail": null,
            "merchantName": null, "accountLivemode": null, "webhookEndpointId": null, "webhookEndpointUrl": null,
            "webhookConfiguredAt": null, "lastSyncedAt": null, "lastSyncStatus": null, "lastSyncError": null,
            "lastSyncCounts": {}
        })
    });
    let key = app
        .payments
        .lock()
        .keys
        .get(&(provider, env))
        .map(|keys| mask(&keys.id));
    if let Some(fields) = shown.as_object_mut() {
        fields.insert("maskedKey".to_owned(), json!(key));
        fields.remove(match provider {
            Provider::Stripe => "merchantName",
            Provider::Razorpay => "accountEmail",
        });
    }
    Ok(shown)
}

/// Changes the row of an account, which it makes where there is none.
pub(super) async fn note(app: &App, provider: Provider, env: &str, mut set: Value) -> Result<(), Failure> {
    if let Some(fields) = set.as_object_mut() {
        fields.insert("provider".to_owned(), json!(provider.name()));
        fields.insert("environment".to_owned(), json!(env));
    }
    rows::insert(&app.client, &CONNECTION, &set, Known::Replace).await?;
    Ok(())
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

fn unset(provider: Provider, env: &str) -> Value {
    json!({
        "status": "unconfigured", "webhook_endpoint_id": null, "webhook_endpoint_url": null,
        "webhook_configured_at": null, "last_synced_at": null, "last_sync_status": "failed",
        "last_sync_error": provider.unset(env), "last_sync_counts": {}
    })
}

/// Whatever the body says, both worlds are read.
async fn sync_all(
    Extension(provider): Extension<Provider>,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let results = [
        sync(&app, provider, "test").await?,
        sync(&app, provider, "live").await?,
    ];
    Ok(ok(&json!({"results": results})))
}

async fn sync_one(
    Extension(provider): Extension<Provider>,
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let result = sync(&app, provider, world(&env)?).await?;
    Ok(ok(&json!({"results": [result]})))
}

async fn sync(app: &App, provider: Provider, env: &'static str) -> Result<Value, Failure> {
    let keys = app.payments.lock().keys(provider, env);
    let Err(failure) = keys else {
        let (counts, mut result) = match provider {
            Provider::Stripe => stripe::mirror(app, env).await?,
            Provider::Razorpay => razorpay::mirror(app, env).await?,
        };
        let set = json!({
            "status": "connected", "last_synced_at": iso_now(), "last_sync_status": "succeeded",
            "last_sync_error": null, "last_sync_counts": counts
        });
        note(app, provider, env, set).await?;
        result["connection"] = connection(app, provider, env).await?;
        return Ok(result);
    };
    note(app, provider, env, unset(provider, env)).await?;
    let connection = connection(app, provider, env).await?;
    Ok(match provider {
        Provider::Stripe => json!({"environment": env, "connection": connection, "subscriptions": null}),
        Provider::Razorpay => json!({
            "environment": env, "status": "failed", "connection": connection,
            "syncCounts": razorpay::no_counts(), "error": failure.message
        }),
    })
}
