//! The fake Stripe.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use serde_json::{Value, json};

use super::{Keys, State as Known, check_env, check_keys, check_notes, connection, mask, person, subject};
use crate::app::App;
use crate::body::object;
use crate::clock::iso_now;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, json_text, ok};

const PROVIDER: &str = "stripe";

fn missing(env: &str) -> String {
    format!("STRIPE_{}_SECRET_KEY is not configured", env.to_uppercase())
}

fn configured(state: &Known, env: &str) -> Result<(), Failure> {
    check_env(env)?;
    match state.keys.contains_key(&(PROVIDER, env.to_owned())) {
        true => Ok(()),
        false => Err(Failure::new(
            StatusCode::BAD_REQUEST,
            "PAYMENT_CONFIG_INVALID",
            missing(env),
        )),
    }
}

fn created(body: &Value) -> Response {
    json_text(StatusCode::CREATED, body.to_string())
}

pub(super) async fn status(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let state = app.payments.lock();
    let all: Vec<Value> = ["test", "live"]
        .iter()
        .map(|env| connection(env, state.keys.get(&(PROVIDER, (*env).to_owned())), &missing(env)))
        .collect();
    Ok(ok(&json!({"connections": all})))
}

pub(super) async fn config(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    Ok(ok(&shown(&app.payments.lock())))
}

fn shown(state: &Known) -> Value {
    let keys: Vec<Value> = ["test", "live"]
        .iter()
        .map(|env| {
            let keys = state.keys.get(&(PROVIDER, (*env).to_owned()));
            json!({"environment": env, "value": keys.map(|keys| mask(&keys.secret))})
        })
        .collect();
    json!({"keys": keys})
}

pub(super) async fn set_config(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let body = object(&headers, &body)?;
    Caller::admin(&app, &headers)?;
    check_env(&env)?;
    check_keys(&body, &["secretKey"], &["secretKey"])?;
    let secret = body.get("secretKey").and_then(Value::as_str).unwrap_or_default();
    if !secret.starts_with(&format!("sk_{env}_")) {
        let message = format!(
            "STRIPE_{}_SECRET_KEY must start with sk_{env}_",
            env.to_uppercase()
        );
        return Err(Failure::new(
            StatusCode::BAD_REQUEST,
            "PAYMENT_CONFIG_INVALID",
            message,
        ));
    }
    let keys = Keys {
        id: secret.to_owned(),
        secret: secret.to_owned(),
    };
    let mut state = app.payments.lock();
    state.keys.insert((PROVIDER, env), keys);
    Ok(ok(&shown(&state)))
}

pub(super) async fn delete_config(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let mut state = app.payments.lock();
    state.keys.remove(&(PROVIDER, env));
    Ok(ok(&shown(&state)))
}

/// Carries a request out once for its key. The same key with another request is a conflict.
fn once(
    state: &mut Known,
    env: &str,
    body: &serde_json::Map<String, Value>,
    make: impl FnOnce(&mut Known) -> Value,
) -> Result<Value, Failure> {
    let Some(key) = body.get("idempotencyKey").and_then(Value::as_str) else {
        return Ok(make(state));
    };
    let place = (env.to_owned(), key.to_owned());
    let request = Value::Object(body.clone());
    match state.keyed.get(&place) {
        Some((before, made)) if *before == request => Ok(made.clone()),
        Some(_) => Err(Failure::new(
            StatusCode::CONFLICT,
            "PAYMENT_CHECKOUT_ALREADY_EXISTS",
            "The idempotency key was used for another request",
        )),
        None => {
            let made = make(state);
            state.keyed.insert(place, (request, made.clone()));
            Ok(made)
        }
    }
}

pub(super) async fn checkout(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let body = object(&headers, &body)?;
    let caller = Caller::any(&app, &headers)?;
    check_env(&env)?;
    let known = [
        "mode",
        "lineItems",
        "successUrl",
        "cancelUrl",
        "subject",
        "customerEmail",
        "metadata",
        "idempotencyKey",
    ];
    check_keys(&body, &known, &["mode", "lineItems", "successUrl", "cancelUrl"])?;
    check_notes(&body, "metadata", "Metadata")?;
    if body.get("mode") == Some(&json!("subscription")) && !body.contains_key("subject") {
        return Err(Failure::invalid_input(
            "subject: Subscription checkout requires a billing subject",
        ));
    }
    if caller.is_admin() {
        person(&app, &headers, "Checkout session creation requires a user token")?;
    }
    let mut state = app.payments.lock();
    configured(&state, &env)?;
    let session = once(&mut state, &env, &body, |state| {
        let id = state.id("cs");
        let now = iso_now();
        json!({
            "id": uuid::Uuid::new_v4().to_string(), "environment": env, "mode": body.get("mode"), "status": "open",
            "paymentStatus": "unpaid", "subjectType": subject(&body, "type"), "subjectId": subject(&body, "id"),
            "customerEmail": body.get("customerEmail"), "url": format!("https://checkout.stripe.com/c/pay/{id}"),
            "checkoutSessionId": id, "customerId": null, "paymentIntentId": null, "subscriptionId": null,
            "lastError": null, "createdAt": now, "updatedAt": now
        })
    })?;
    Ok(created(&json!({"checkoutSession": session})))
}

pub(super) async fn portal(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let body = object(&headers, &body)?;
    let refusal = "Customer portal sessions require an authenticated user";
    let caller = Caller::any(&app, &headers)?;
    check_env(&env)?;
    check_keys(&body, &["subject", "returnUrl", "configuration"], &["subject"])?;
    if caller == Caller::Anon || caller.is_admin() {
        return Err(Failure::new(
            StatusCode::UNAUTHORIZED,
            "AUTH_INVALID_CREDENTIALS",
            refusal,
        ));
    }
    // Nobody has ever paid here.
    let message = "No Stripe customer is mapped to this billing subject";
    Err(Failure::new(StatusCode::NOT_FOUND, "PAYMENT_NOT_FOUND", message))
}

fn of_env(list: &std::collections::HashMap<String, Value>, env: &str) -> Vec<Value> {
    list.values()
        .filter(|one| one["environment"] == env)
        .cloned()
        .collect()
}

pub(super) async fn catalog(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let state = app.payments.lock();
    Ok(ok(
        &json!({"products": of_env(&state.products, &env), "prices": of_env(&state.prices, &env)}),
    ))
}

pub(super) async fn products(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    Ok(ok(
        &json!({"products": of_env(&app.payments.lock().products, &env)}),
    ))
}

pub(super) async fn prices(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    Ok(ok(&json!({"prices": of_env(&app.payments.lock().prices, &env)})))
}

pub(super) async fn product(
    State(app): State<Arc<App>>,
    Path((env, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let state = app.payments.lock();
    let product = state.products.get(&id).ok_or_else(|| {
        let message = format!("Stripe {env} product not found: {id}");
        Failure::new(StatusCode::NOT_FOUND, "PAYMENT_PRODUCT_NOT_FOUND", message)
    })?;
    let prices: Vec<&Value> = state
        .prices
        .values()
        .filter(|price| price["productId"] == id.as_str())
        .collect();
    Ok(ok(&json!({"product": product, "prices": prices})))
}

pub(super) async fn price(
    State(app): State<Arc<App>>,
    Path((env, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let state = app.payments.lock();
    let price = state.prices.get(&id).ok_or_else(|| {
        let message = format!("Stripe {env} price not found: {id}");
        Failure::new(StatusCode::NOT_FOUND, "PAYMENT_PRICE_NOT_FOUND", message)
    })?;
    Ok(ok(&json!({"price": price})))
}

pub(super) async fn create_product(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let body = object(&headers, &body)?;
    Caller::admin(&app, &headers)?;
    check_keys(
        &body,
        &["name", "description", "active", "metadata", "idempotencyKey"],
        &["name"],
    )?;
    let mut state = app.payments.lock();
    configured(&state, &env)?;
    let product = once(&mut state, &env, &body, |state| {
        let id = state.id("prod");
        let product = json!({
            "environment": env, "productId": id, "name": body.get("name"), "description": body.get("description"),
            "active": true, "defaultPriceId": null, "metadata": body.get("metadata").unwrap_or(&json!({})),
            "syncedAt": iso_now()
        });
        state.products.insert(id, product.clone());
        product
    })?;
    Ok(created(&json!({"product": product})))
}

pub(super) async fn create_price(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let body = object(&headers, &body)?;
    Caller::admin(&app, &headers)?;
    let known = [
        "productId",
        "currency",
        "unitAmount",
        "lookupKey",
        "active",
        "recurring",
        "taxBehavior",
        "metadata",
        "idempotencyKey",
    ];
    check_keys(&body, &known, &["productId", "currency", "unitAmount"])?;
    let mut state = app.payments.lock();
    configured(&state, &env)?;
    let currency = body
        .get("currency")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_lowercase();
    let recurring = body.get("recurring");
    let price = once(&mut state, &env, &body, |state| {
        let id = state.id("price");
        let price = json!({
            "environment": env, "priceId": id, "productId": body.get("productId"), "active": true,
            "currency": currency, "unitAmount": body.get("unitAmount"), "unitAmountDecimal": null,
            "type": if recurring.is_some() { "recurring" } else { "one_time" }, "lookupKey": body.get("lookupKey"),
            "billingScheme": "per_unit", "taxBehavior": body.get("taxBehavior"),
            "recurringInterval": recurring.and_then(|recurring| recurring.get("interval")),
            "recurringIntervalCount": recurring.and_then(|recurring| recurring.get("intervalCount")),
            "metadata": {}, "syncedAt": iso_now()
        });
        state.prices.insert(id, price.clone());
        price
    })?;
    Ok(created(&json!({"price": price})))
}

pub(super) async fn transactions(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    Ok(ok(&json!({"transactions": []})))
}

pub(super) async fn subscriptions(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    Ok(ok(&json!({"subscriptions": []})))
}

pub(super) async fn customers(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    Ok(ok(&json!({"customers": []})))
}
