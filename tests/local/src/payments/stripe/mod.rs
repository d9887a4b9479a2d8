//! Stripe: InsForge's routes, and the fake behind them.

mod catalog;
mod checkout;
mod objects;
mod payer;
mod portal;
mod reports;
mod subscriptions;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::routing::{get, post};
use serde_json::{Value, json};

pub(super) use payer::pay;
pub(super) use reports::apply;

use super::account::{self, connection};
use super::keys::secret;
use super::lists::CUSTOMER;
use super::provider::Provider::Stripe;
use super::rows::{self, Known};
use super::world;
use crate::app::App;
use crate::clock::iso_now;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, ok};

pub(super) fn routes() -> Router<Arc<App>> {
    let at = |rest: &str| format!("/api/payments/stripe/{{env}}{rest}");
    Router::new()
        .route(&at("/checkout-sessions"), post(checkout::create))
        .route(&at("/customer-portal-sessions"), post(portal::create))
        .route(&at("/webhook"), post(webhook))
        .route(&at("/catalog"), get(catalog::all))
        .route(
            &at("/catalog/products"),
            get(catalog::products).post(catalog::create_product),
        )
        .route(
            &at("/catalog/products/{id}"),
            get(catalog::product)
                .patch(catalog::update_product)
                .delete(catalog::delete_product),
        )
        .route(
            &at("/catalog/prices"),
            get(catalog::prices).post(catalog::create_price),
        )
        .route(
            &at("/catalog/prices/{id}"),
            get(catalog::price)
                .patch(catalog::update_price)
                .delete(catalog::archive_price),
        )
        .route(&at("/subscriptions"), get(subscriptions::list))
}

async fn webhook(State(app): State<Arc<App>>, Path(env): Path<String>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let env = world(&env)?;
    app.payments.lock().keys(Stripe, env)?;
    register_webhook(&app, env).await?;
    Ok(ok(&json!({"connection": connection(&app, Stripe, env).await?})))
}

/// Has Stripe report to the project, with a new secret.
pub(super) async fn register_webhook(app: &App, env: &'static str) -> Result<(), Failure> {
    let endpoint = {
        let mut state = app.payments.lock();
        if let Some(keys) = state.keys.get_mut(&(Stripe, env)) {
            keys.webhook = Some(format!("whsec_{}", secret()));
        }
        state.id("we")
    };
    let set = json!({
        "webhook_endpoint_id": endpoint,
        "webhook_endpoint_url": format!("{}/api/webhooks/stripe/{env}", app.storage.api()),
        "webhook_configured_at": iso_now()
    });
    account::note(app, Stripe, env, set).await
}

/// Makes the tables hold what Stripe does.
pub(super) async fn mirror(app: &App, env: &'static str) -> Result<(Value, Value), Failure> {
    let (products, prices, customers, theirs) = {
        let state = app.payments.lock();
        let all = |sort| state.all(Stripe, env, sort);
        (all("product"), all("price"), all("customer"), all("subscription"))
    };
    let ids = |list: &[Value]| -> Vec<String> {
        let ids = list.iter().filter_map(|object| object["id"].as_str());
        ids.map(str::to_owned).collect()
    };
    for product in &products {
        catalog::keep_product(app, env, product).await?;
    }
    for price in &prices {
        catalog::keep_price(app, env, price).await?;
    }
    let (client, here) = (&app.client, json!({"environment": env}));
    rows::remove(client, &catalog::PRODUCT, &here, "product_id", &ids(&products)).await?;
    rows::remove(client, &catalog::PRICE, &here, "price_id", &ids(&prices)).await?;
    for customer in &customers {
        keep_customer(app, env, customer).await?;
    }
    let mut unmapped = 0;
    for subscription in &theirs {
        unmapped += usize::from(!subscriptions::keep(app, env, subscription).await?);
    }
    let deleted = rows::remove(
        client,
        &subscriptions::SUBSCRIPTION,
        &here,
        "subscription_id",
        &ids(&theirs),
    )
    .await?;
    let counts = json!({"products": products.len(), "prices": prices.len()});
    let subscriptions =
        json!({"environment": env, "synced": theirs.len(), "unmapped": unmapped, "deleted": deleted});
    Ok((
        counts,
        json!({"environment": env, "subscriptions": subscriptions}),
    ))
}

async fn keep_customer(app: &App, env: &str, customer: &Value) -> Result<(), Failure> {
    let deleted = customer["deleted"] == true;
    let mut row = json!({
        "provider": "stripe", "environment": env, "provider_customer_id": customer["id"], "deleted": deleted,
        "synced_at": iso_now()
    });
    if !deleted {
        for name in ["email", "name", "phone"] {
            row[name] = customer[name].clone();
        }
        row["metadata"] = object(&customer["metadata"]);
        row["raw"] = customer.clone();
        row["provider_created_at"] = time(&customer["created"]);
    }
    rows::insert(&app.client, &CUSTOMER, &row, Known::Replace).await?;
    Ok(())
}

/// An object, or an empty one.
fn object(value: &Value) -> Value {
    if value.is_object() {
        value.clone()
    } else {
        json!({})
    }
}

/// Seconds since 1970 as the tables take them.
fn time(seconds: &Value) -> Value {
    match seconds.as_u64() {
        Some(seconds) => json!(crate::clock::iso(seconds, 0)),
        None => Value::Null,
    }
}
