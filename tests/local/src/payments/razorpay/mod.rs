//! Razorpay: InsForge's routes, and the fake behind them.

mod catalog;
mod order;
mod payer;
mod reports;
mod subscription;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::routing::{get, patch, post};
use serde_json::{Map, Value, json};

pub(super) use payer::{Proof, charge, consent, pay};
pub(super) use reports::apply;

use super::account::{self, connection};
use super::input::{Field, Rule, needed, nullable, optional};
use super::keys::secret;
use super::provider::Provider::Razorpay;
use super::rows;
use super::signature::sign;
use super::world;
use crate::app::App;
use crate::clock::iso_now;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, ok};

pub(super) fn routes() -> Router<Arc<App>> {
    let at = |rest: &str| format!("/api/payments/razorpay/{{env}}{rest}");
    Router::new()
        .route(&at("/webhook"), get(webhook))
        .route(&at("/webhook/rotate-secret"), post(rotate_secret))
        .route(&at("/catalog"), get(catalog::all))
        .route(&at("/catalog/items"), post(catalog::create_item))
        .route(&at("/catalog/items/{id}"), patch(catalog::update_item))
        .route(&at("/catalog/plans"), post(catalog::create_plan))
        .route(&at("/orders"), post(order::create))
        .route(&at("/orders/verify"), post(order::verify))
        .route(
            &at("/subscriptions"),
            post(subscription::create).get(subscription::list),
        )
        .route(&at("/subscriptions/verify"), post(subscription::verify))
        .route(&at("/subscriptions/{id}/{verb}"), post(subscription::change))
}

async fn webhook(State(app): State<Arc<App>>, Path(env): Path<String>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    setup(&app, world(&env)?, None).await
}

async fn rotate_secret(State(app): State<Arc<App>>, Path(env): Path<String>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    setup(&app, world(&env)?, Some(secret())).await
}

/// What the administrator enters at Razorpay.
async fn setup(app: &App, env: &'static str, new: Option<String>) -> Answer {
    let secret = {
        let mut state = app.payments.lock();
        let keys = state.keys(Razorpay, env)?;
        let webhook = new.or(keys.webhook).unwrap_or_else(secret);
        if let Some(keys) = state.keys.get_mut(&(Razorpay, env)) {
            keys.webhook = Some(webhook.clone());
        }
        webhook
    };
    let url = format!("{}/api/webhooks/razorpay/{env}", app.storage.api());
    let set = json!({
        "webhook_endpoint_id": "manual", "webhook_endpoint_url": url, "webhook_configured_at": iso_now()
    });
    account::note(app, Razorpay, env, set).await?;
    Ok(ok(&json!({
        "connection": connection(app, Razorpay, env).await?, "webhookUrl": url, "webhookSecret": secret
    })))
}

fn counts(numbers: [usize; 4]) -> Value {
    let [plans, items, subscriptions, payments] = numbers;
    json!({
        "plans": plans, "items": items, "customers": 0, "subscriptions": subscriptions, "invoices": 0,
        "payments": payments
    })
}

pub(super) fn no_counts() -> Value {
    counts([0; 4])
}

/// Makes the tables hold what Razorpay does.
pub(super) async fn mirror(app: &App, env: &'static str) -> Result<(Value, Value), Failure> {
    let (items, plans, subscriptions, payments) = {
        let state = app.payments.lock();
        let all = |sort| state.all(Razorpay, env, sort);
        (all("item"), all("plan"), all("subscription"), all("payment"))
    };
    let ids = |list: &[Value]| -> Vec<String> {
        let ids = list.iter().filter_map(|object| object["id"].as_str());
        ids.map(str::to_owned).collect()
    };
    for item in &items {
        catalog::keep_item(app, env, item).await?;
    }
    for plan in &plans {
        catalog::keep_plan(app, env, plan).await?;
    }
    let here = json!({"environment": env});
    rows::remove(&app.client, &catalog::ITEM, &here, "item_id", &ids(&items)).await?;
    rows::remove(&app.client, &catalog::PLAN, &here, "plan_id", &ids(&plans)).await?;
    for one in &subscriptions {
        subscription::keep(app, env, one, None).await?;
    }
    for payment in &payments {
        reports::keep_payment(app, env, payment, None).await?;
    }
    let counts = counts([plans.len(), items.len(), subscriptions.len(), payments.len()]);
    let result = json!({"environment": env, "status": "succeeded", "syncCounts": counts, "error": null});
    Ok((counts, result))
}

const URL: Rule = Rule::Url("Callback URL must be a valid URL");

/// What orders and subscriptions both say of the payer.
const fn buyer() -> [Field; 6] {
    [
        nullable("description", Rule::Any(2048)),
        nullable("customerName", Rule::Text("", 255)),
        nullable("customerEmail", Rule::Email),
        nullable("customerContact", Rule::Text("", 32)),
        nullable("callbackUrl", URL),
        optional("notes", Rule::Texts),
    ]
}

/// What the browser brings back from Razorpay beside the id of what is paid.
const fn proof_fields(id: Field) -> [Field; 3] {
    [
        id,
        needed(
            "paymentId",
            Rule::Text("Razorpay payment id is required", usize::MAX),
        ),
        needed(
            "signature",
            Rule::Text("Razorpay signature is required", usize::MAX),
        ),
    ]
}

/// Whether Razorpay has signed this.
fn check_proof(
    app: &App,
    env: &'static str,
    signed: &str,
    body: &Map<String, Value>,
    otherwise: &str,
) -> Result<(), Failure> {
    let secret = app.payments.lock().keys(Razorpay, env)?.secret;
    if sign(&secret, &[signed.as_bytes()]) != text(body, "signature") {
        return Err(Failure::invalid_input(otherwise));
    }
    Ok(())
}

/// What Razorpay's script is given, of the fields that are there.
fn options(mut own: Value, body: &Map<String, Value>) -> Value {
    let mut prefill = Map::new();
    for (name, field) in [
        ("name", "customerName"),
        ("email", "customerEmail"),
        ("contact", "customerContact"),
    ] {
        if let Some(text @ Value::String(_)) = body.get(field) {
            prefill.insert(name.to_owned(), text.clone());
        }
    }
    own["prefill"] = Value::Object(prefill);
    for (name, field) in [("description", "description"), ("callback_url", "callbackUrl")] {
        if let Some(text @ Value::String(_)) = body.get(field) {
            own[name] = text.clone();
        }
    }
    own
}

/// A text of a body that was checked.
fn text<'a>(body: &'a Map<String, Value>, field: &str) -> &'a str {
    body.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// Seconds since 1970 as the tables take them.
fn time(seconds: &Value) -> Value {
    match seconds.as_u64() {
        Some(seconds) => json!(crate::clock::iso(seconds, 0)),
        None => Value::Null,
    }
}

fn now() -> u64 {
    let passed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    passed.map_or(0, |passed| passed.as_secs())
}
