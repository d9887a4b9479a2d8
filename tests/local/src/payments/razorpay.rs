//! The fake Razorpay.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;

use super::{Keys, State as Known, check_env, check_keys, check_notes, connection, mask, person, subject};
use crate::app::App;
use crate::body::object;
use crate::clock::iso_now;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, json_text, ok};

const PROVIDER: &str = "razorpay";

fn missing(env: &str) -> String {
    format!("Razorpay {env} keys are not configured")
}

fn keys(state: &Known, env: &str) -> Result<Keys, Failure> {
    check_env(env)?;
    state
        .keys
        .get(&(PROVIDER, env.to_owned()))
        .cloned()
        .ok_or_else(|| Failure::new(StatusCode::BAD_REQUEST, "PAYMENT_CONFIG_NOT_FOUND", missing(env)))
}

pub(super) async fn status(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let state = app.payments.lock();
    let all: Vec<Value> = ["test", "live"]
        .iter()
        .map(|env| connection(env, state.keys.get(&(PROVIDER, (*env).to_owned())), &missing(env)))
        .collect();
    Ok(ok(&json!({"razorpayConnections": all})))
}

fn shown(state: &Known) -> Value {
    let mut all = Vec::new();
    for env in ["test", "live"] {
        let keys = state.keys.get(&(PROVIDER, env.to_owned()));
        let values = [
            ("api_key", keys.map(|keys| mask(&keys.id))),
            ("api_secret", keys.map(|keys| mask(&keys.secret))),
            ("webhook_secret", None),
        ];
        for (kind, value) in values {
            all.push(json!({"environment": env, "keyType": kind, "value": value}));
        }
    }
    json!({"keys": all})
}

pub(super) async fn config(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    Ok(ok(&shown(&app.payments.lock())))
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
    check_keys(
        &body,
        &["keyId", "keySecret", "webhookSecret"],
        &["keyId", "keySecret"],
    )?;
    let text = |field: &str| {
        body.get(field)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let (id, secret) = (text("keyId"), text("keySecret"));
    if !id.starts_with(&format!("rzp_{env}_")) {
        let message = format!("Razorpay key ID must start with \"rzp_{env}_\" for the {env} environment");
        return Err(Failure::new(
            StatusCode::BAD_REQUEST,
            "PAYMENT_CONFIG_INVALID",
            message,
        ));
    }
    let mut state = app.payments.lock();
    state.keys.insert((PROVIDER, env), Keys { id, secret });
    Ok(ok(&shown(&state)))
}

pub(super) async fn catalog(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    Ok(ok(&json!({"items": [], "plans": []})))
}

pub(super) async fn subscriptions(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let state = app.payments.lock();
    let all: Vec<&Value> = state
        .subscriptions
        .values()
        .filter(|one| one["environment"] == env.as_str())
        .collect();
    Ok(ok(&json!({"subscriptions": all})))
}

const BUYER: [&str; 7] = [
    "description",
    "subject",
    "customerName",
    "customerEmail",
    "customerContact",
    "callbackUrl",
    "notes",
];

fn known<'a>(own: &[&'a str]) -> Vec<&'a str> {
    own.iter().copied().chain(BUYER).collect()
}

fn prefill(body: &Map<String, Value>) -> Value {
    json!({"name": body.get("customerName"), "email": body.get("customerEmail"), "contact": body.get("customerContact")})
}

pub(super) async fn order(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let body = object(&headers, &body)?;
    Caller::any(&app, &headers)?;
    check_keys(
        &body,
        &known(&["amount", "currency", "receipt"]),
        &["amount", "currency"],
    )?;
    check_notes(&body, "notes", "Notes")?;
    if body.get("amount").and_then(Value::as_i64).is_none() {
        return Err(Failure::invalid_input("amount: Expected integer, received float"));
    }
    person(&app, &headers, "Razorpay order creation requires a user token")?;
    let mut state = app.payments.lock();
    let keys = keys(&state, &env)?;
    let (id, now) = (state.id("order"), iso_now());
    let order = json!({
        "id": uuid::Uuid::new_v4().to_string(), "environment": env, "status": "created",
        "subjectType": subject(&body, "type"), "subjectId": subject(&body, "id"),
        "customerName": body.get("customerName"), "customerEmail": body.get("customerEmail"),
        "customerContact": body.get("customerContact"), "orderId": id, "receipt": body.get("receipt"),
        "amount": body.get("amount"), "amountPaid": 0, "amountDue": body.get("amount"),
        "currency": body.get("currency"), "attempts": 0, "verifiedPaymentId": null, "verifiedAt": null,
        "notes": body.get("notes").unwrap_or(&json!({})), "lastError": null, "createdAt": now, "updatedAt": now
    });
    let answer = json!({"order": order, "checkoutOptions": {
        "key": keys.id, "amount": body.get("amount"), "currency": body.get("currency"), "order_id": id,
        "prefill": prefill(&body)
    }});
    state.orders.insert(id, order);
    Ok(json_text(StatusCode::CREATED, answer.to_string()))
}

pub(super) async fn subscribe(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let body = object(&headers, &body)?;
    Caller::any(&app, &headers)?;
    let own = [
        "planId",
        "totalCount",
        "endAt",
        "quantity",
        "startAt",
        "expireBy",
        "customerNotify",
        "offerId",
    ];
    check_keys(&body, &known(&own), &["planId", "subject"])?;
    if !body.contains_key("totalCount") && !body.contains_key("endAt") {
        return Err(Failure::invalid_input(
            "(root): Either totalCount or endAt is required",
        ));
    }
    person(
        &app,
        &headers,
        "Razorpay subscription creation requires a user token",
    )?;
    let mut state = app.payments.lock();
    let keys = keys(&state, &env)?;
    let (id, now) = (state.id("sub"), iso_now());
    let subscription = json!({
        "environment": env, "subscriptionId": id, "planId": body.get("planId"), "customerId": null,
        "subjectType": subject(&body, "type"), "subjectId": subject(&body, "id"), "status": "created",
        "quantity": body.get("quantity").unwrap_or(&json!(1)), "totalCount": body.get("totalCount"),
        "shortUrl": format!("https://rzp.io/i/{id}"), "hasScheduledChanges": false,
        "notes": body.get("notes").unwrap_or(&json!({})), "syncedAt": now, "createdAt": now, "updatedAt": now
    });
    let answer = json!({"subscription": subscription, "checkoutOptions": {
        "key": keys.id, "subscription_id": id, "prefill": prefill(&body)
    }});
    state.subscriptions.insert(id, subscription);
    Ok(json_text(StatusCode::CREATED, answer.to_string()))
}

/// Whether the signature is the provider's own of these two ids.
fn proves(keys: &Keys, ids: [&str; 2], signature: &str) -> bool {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(keys.secret.as_bytes()) else {
        return false;
    };
    mac.update(ids.join("|").as_bytes());
    let made: String = mac
        .finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    made == signature
}

fn bad_signature() -> Failure {
    Failure::invalid_input("Invalid Razorpay payment signature")
}

pub(super) async fn verify_order(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let body = object(&headers, &body)?;
    person(
        &app,
        &headers,
        "Razorpay order verification requires a user token",
    )?;
    let fields = ["orderId", "paymentId", "signature"];
    check_keys(&body, &fields, &fields)?;
    let text = |field: &str| body.get(field).and_then(Value::as_str).unwrap_or_default();
    let mut state = app.payments.lock();
    let keys = keys(&state, &env)?;
    if !proves(&keys, [text("orderId"), text("paymentId")], text("signature")) {
        return Err(bad_signature());
    }
    let order = state.orders.get_mut(text("orderId")).ok_or_else(|| {
        Failure::new(
            StatusCode::NOT_FOUND,
            "PAYMENT_NOT_FOUND",
            "Razorpay order not found",
        )
    })?;
    if let Some(map) = order.as_object_mut() {
        map.insert("status".to_owned(), "paid".into());
        map.insert("verifiedPaymentId".to_owned(), text("paymentId").into());
        map.insert("verifiedAt".to_owned(), iso_now().into());
    }
    Ok(ok(&json!({"verified": true, "order": order})))
}

pub(super) async fn verify_subscription(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let body = object(&headers, &body)?;
    person(
        &app,
        &headers,
        "Razorpay subscription verification requires a user token",
    )?;
    let fields = ["subscriptionId", "paymentId", "signature"];
    check_keys(&body, &fields, &fields)?;
    let text = |field: &str| body.get(field).and_then(Value::as_str).unwrap_or_default();
    let mut state = app.payments.lock();
    let keys = keys(&state, &env)?;
    if !proves(
        &keys,
        [text("paymentId"), text("subscriptionId")],
        text("signature"),
    ) {
        return Err(bad_signature());
    }
    let subscription = set_status(&mut state, &env, text("subscriptionId"), "authenticated")?;
    Ok(ok(&json!({"verified": true, "subscription": subscription})))
}

pub(super) async fn change(
    State(app): State<Arc<App>>,
    Path((env, id, verb)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Answer {
    person(
        &app,
        &headers,
        "Razorpay subscription management requires a user token",
    )?;
    check_env(&env)?;
    let status = match verb.as_str() {
        "cancel" => "cancelled",
        "pause" => "paused",
        "resume" => "active",
        _ => {
            return Err(Failure::new(
                StatusCode::NOT_FOUND,
                "NOT_FOUND",
                "Endpoint not found",
            ));
        }
    };
    let subscription = set_status(&mut app.payments.lock(), &env, &id, status)?;
    Ok(ok(&json!({"subscription": subscription})))
}

fn set_status(state: &mut Known, env: &str, id: &str, status: &str) -> Result<Value, Failure> {
    let found = state
        .subscriptions
        .get_mut(id)
        .and_then(Value::as_object_mut)
        .ok_or_else(|| {
            let message = format!("Razorpay {env} subscription not found or not manageable: {id}");
            Failure::new(StatusCode::NOT_FOUND, "PAYMENT_NOT_FOUND", message)
        })?;
    found.insert("status".to_owned(), status.into());
    Ok(Value::Object(found.clone()))
}
