//! Payments: a fake Stripe and a fake Razorpay that check their input and remember what they made. Until an administrator
//! sets their keys they answer as an unconfigured project does.

mod razorpay;
mod stripe;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post, put};
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::credentials::Caller;
use crate::reply::Failure;

/// What the providers know.
#[derive(Debug, Default)]
pub(crate) struct Payments(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Secret keys by provider and world.
    keys: HashMap<(&'static str, String), Keys>,
    /// Checkouts and catalogue entries by world and idempotency key: the request, and what came of it.
    keyed: HashMap<(String, String), (Value, Value)>,
    orders: HashMap<String, Value>,
    subscriptions: HashMap<String, Value>,
    products: HashMap<String, Value>,
    prices: HashMap<String, Value>,
    made: u64,
}

#[derive(Debug, Clone)]
struct Keys {
    id: String,
    secret: String,
}

impl Payments {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The next id of a sort, such as `cs_1`.
    fn id(&mut self, sort: &str) -> String {
        self.made += 1;
        format!("{sort}_{}", self.made)
    }
}

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/payments/stripe/status", get(stripe::status))
        .route("/api/payments/stripe/config", get(stripe::config))
        .route(
            "/api/payments/stripe/{env}/config",
            put(stripe::set_config).delete(stripe::delete_config),
        )
        .route(
            "/api/payments/stripe/{env}/checkout-sessions",
            post(stripe::checkout),
        )
        .route(
            "/api/payments/stripe/{env}/customer-portal-sessions",
            post(stripe::portal),
        )
        .route("/api/payments/stripe/{env}/catalog", get(stripe::catalog))
        .route(
            "/api/payments/stripe/{env}/catalog/products",
            get(stripe::products).post(stripe::create_product),
        )
        .route(
            "/api/payments/stripe/{env}/catalog/products/{id}",
            get(stripe::product),
        )
        .route(
            "/api/payments/stripe/{env}/catalog/prices",
            get(stripe::prices).post(stripe::create_price),
        )
        .route(
            "/api/payments/stripe/{env}/catalog/prices/{id}",
            get(stripe::price),
        )
        .route(
            "/api/payments/stripe/{env}/transactions",
            get(stripe::transactions),
        )
        .route(
            "/api/payments/stripe/{env}/subscriptions",
            get(stripe::subscriptions),
        )
        .route("/api/payments/stripe/{env}/customers", get(stripe::customers))
        .route("/api/payments/razorpay/status", get(razorpay::status))
        .route("/api/payments/razorpay/config", get(razorpay::config))
        .route("/api/payments/razorpay/{env}/config", put(razorpay::set_config))
        .route("/api/payments/razorpay/{env}/catalog", get(razorpay::catalog))
        .route("/api/payments/razorpay/{env}/orders", post(razorpay::order))
        .route(
            "/api/payments/razorpay/{env}/orders/verify",
            post(razorpay::verify_order),
        )
        .route(
            "/api/payments/razorpay/{env}/subscriptions",
            post(razorpay::subscribe).get(razorpay::subscriptions),
        )
        .route(
            "/api/payments/razorpay/{env}/subscriptions/verify",
            post(razorpay::verify_subscription),
        )
        .route(
            "/api/payments/razorpay/{env}/subscriptions/{id}/{verb}",
            post(razorpay::change),
        )
        .route(
            "/api/payments/razorpay/{env}/transactions",
            get(stripe::transactions),
        )
        .route("/api/payments/razorpay/{env}/customers", get(stripe::customers))
}

/// A person is behind the call, or at least no key of an administrator.
fn person(app: &App, headers: &HeaderMap, refusal: &str) -> Result<Caller, Failure> {
    let caller = Caller::any(app, headers)?;
    if caller.is_admin() {
        return Err(Failure::new(
            StatusCode::UNAUTHORIZED,
            "AUTH_INVALID_CREDENTIALS",
            refusal,
        ));
    }
    Ok(caller)
}

fn check_env(env: &str) -> Result<(), Failure> {
    if matches!(env, "test" | "live") {
        return Ok(());
    }
    Err(Failure::invalid_input(format!(
        "environment: Invalid enum value. Expected 'test' | 'live', received '{env}'"
    )))
}

/// Bodies are strict: a key that nobody knows is refused.
fn check_keys(body: &Map<String, Value>, known: &[&str], needed: &[&str]) -> Result<(), Failure> {
    let missing: Vec<String> = needed
        .iter()
        .filter(|key| !body.contains_key(**key))
        .map(|key| format!("{key}: Required"))
        .collect();
    if !missing.is_empty() {
        return Err(Failure::invalid_input(missing.join(", ")));
    }
    match body.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(Failure::invalid_input(format!(
            "(root): Unrecognized key(s) in object: '{key}'"
        ))),
        None => Ok(()),
    }
}

fn check_notes(body: &Map<String, Value>, field: &str, name: &str) -> Result<(), Failure> {
    let notes = body.get(field).and_then(Value::as_object);
    if notes.is_some_and(|notes| notes.keys().any(|key| key.starts_with("insforge_"))) {
        return Err(Failure::invalid_input(format!(
            "{field}: {name} keys starting with insforge_ are reserved"
        )));
    }
    Ok(())
}

fn subject(body: &Map<String, Value>, part: &str) -> Value {
    body.get("subject")
        .and_then(|subject| subject.get(part))
        .cloned()
        .unwrap_or(Value::Null)
}

fn connection(env: &str, keys: Option<&Keys>, missing: &str) -> Value {
    let status = if keys.is_some() {
        "connected"
    } else {
        "unconfigured"
    };
    json!({
        "environment": env, "status": status, "accountId": keys.map(|_| "acct_local"),
        "accountLivemode": keys.map(|_| env == "live"), "webhookEndpointId": null, "webhookEndpointUrl": null,
        "webhookConfiguredAt": null, "maskedKey": keys.map(|keys| mask(&keys.id)), "lastSyncedAt": null,
        "lastSyncStatus": "failed", "lastSyncError": keys.is_none().then_some(missing), "lastSyncCounts": {}
    })
}

fn mask(key: &str) -> String {
    format!("{}••••", key.chars().take(8).collect::<String>())
}
