//! The project's accounts at the providers: how they stand, and reading them anew.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::routing::{get, post};
use axum::{Extension, Router};
use serde_json::{Value, json};

use super::provider::{Provider, mask};
use super::rows::{self, Known, Table};
use super::{razorpay, stripe, world};
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

pub(super) fn routes(provider: Provider) -> Router<Arc<App>> {
    let at = |rest: &str| format!("/api/payments/{}{rest}", provider.name());
    Router::new()
        .route(&at("/status"), get(status))
        .route(&at("/sync"), post(sync_all))
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

/// How an account stands that has no keys.
pub(super) fn unset(provider: Provider, env: &str) -> Value {
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

pub(super) async fn sync(app: &App, provider: Provider, env: &'static str) -> Result<Value, Failure> {
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
