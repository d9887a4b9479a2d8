//! Orders: a row asked for with the user's rights, an order made at Razorpay, and the proof that it is paid.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::super::input::{Field, Rule, SUBJECT, check_notes, needed, nullable, optional};
use super::super::provider::Provider::Razorpay;
use super::super::rows::{self, Table};
use super::super::{asked, attributed, not_found, person, refused, subject};
use super::{URL, buyer, check_proof, now, options, proof_fields, text};
use crate::app::App;
use crate::clock::iso_now;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, json_text, ok};

pub(super) const ORDER: Table = Table {
    name: "razorpay_orders",
    key: &["id"],
    shown: "id environment status subject_type subject_id customer_name customer_email customer_contact order_id \
            receipt amount amount_paid amount_due currency attempts verified_payment_id @verified_at notes last_error \
            @created_at @updated_at",
};

const NEW: &[Field] = &{
    let [description, name, email, contact, _, notes] = buyer();
    [
        needed("amount", Rule::Whole(1, i64::MAX)),
        needed("currency", Rule::Currency),
        nullable("receipt", Rule::Text("", 40)),
        description,
        optional("subject", SUBJECT),
        name,
        email,
        contact,
        nullable("callbackUrl", URL),
        notes,
    ]
};

const PROOF: &[Field] = &proof_fields(needed(
    "orderId",
    Rule::Text("Razorpay order id is required", usize::MAX),
));

pub(super) async fn create(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    let (caller, env, body) = asked(&app, &env, &headers, &bytes, NEW)?;
    check_notes(&body, "notes", "Notes")?;
    let caller = person(caller, "Razorpay order creation requires a user token")?;
    let mut notes = attributed(body.get("notes"), &body);
    let id = ask(&app, env, &body, &notes, &caller).await?;
    notes.insert("insforge_order_id".to_owned(), json!(id));
    let whose = json!({"id": id});
    let made = made(&app, env, &body, &notes);
    let (key, order) = match made {
        Ok(made) => made,
        Err(failure) => {
            let set = json!({"status": "failed", "last_error": failure.message});
            rows::update(&app.client, &ORDER, &set, &whose).await?;
            return Err(failure);
        }
    };
    let set = json!({
        "status": "created", "order_id": order["id"], "amount_paid": 0, "amount_due": order["amount"], "attempts": 0,
        "notes": notes, "raw": order, "last_error": null
    });
    let row = rows::update(&app.client, &ORDER, &set, &whose).await?;
    let checkout = json!({
        "key": key, "amount": order["amount"], "currency": order["currency"], "order_id": order["id"]
    });
    let answer = json!({"order": row, "checkoutOptions": options(checkout, &body)});
    Ok(json_text(StatusCode::CREATED, answer.to_string()))
}

async fn ask(
    app: &App,
    env: &str,
    body: &Map<String, Value>,
    notes: &Map<String, Value>,
    caller: &Caller,
) -> Result<String, Failure> {
    let id = uuid::Uuid::new_v4();
    let receipt = match body.get("receipt") {
        Some(receipt @ Value::String(_)) => receipt.clone(),
        _ => json!(id.simple().to_string()),
    };
    let row = json!({
        "id": id.to_string(), "environment": env, "status": "initialized", "subject_type": subject(body, "type"),
        "subject_id": subject(body, "id"), "customer_name": body.get("customerName"),
        "customer_email": body.get("customerEmail"), "customer_contact": body.get("customerContact"),
        "receipt": receipt, "amount": body["amount"], "currency": text(body, "currency").to_lowercase(),
        "description": body.get("description"), "callback_url": body.get("callbackUrl"), "notes": notes, "raw": {},
        "created_at": iso_now(), "updated_at": iso_now()
    });
    let scope = app.payments.db.scope(caller).await?;
    rows::ask(&scope.client, &ORDER, &row)
        .await
        .map_err(|error| refused(&error, "Razorpay order creation", ORDER.name))?;
    scope.commit().await?;
    Ok(id.to_string())
}

/// The account's public key, and the order as Razorpay writes it.
fn made(
    app: &App,
    env: &'static str,
    body: &Map<String, Value>,
    notes: &Map<String, Value>,
) -> Result<(String, Value), Failure> {
    let mut state = app.payments.lock();
    let key = state.keys(Razorpay, env)?.id;
    let id = state.id("order");
    let order = json!({
        "id": id, "entity": "order", "amount": body["amount"], "amount_paid": 0, "amount_due": body["amount"],
        "currency": text(body, "currency").to_uppercase(), "receipt": body.get("receipt"), "status": "created",
        "attempts": 0, "notes": notes, "created_at": now()
    });
    state.put(Razorpay, env, "order", &id, order.clone());
    Ok((key, order))
}

pub(super) async fn verify(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    let (caller, env, body) = asked(&app, &env, &headers, &bytes, PROOF)?;
    person(caller, "Razorpay order verification requires a user token")?;
    let (order, payment) = (text(&body, "orderId"), text(&body, "paymentId"));
    let signed = format!("{order}|{payment}");
    check_proof(&app, env, &signed, &body, "Invalid Razorpay payment signature")?;
    let whose = json!({"environment": env, "order_id": order});
    let found = rows::find(&app.client, &ORDER, &whose)
        .await?
        .ok_or_else(|| not_found(format!("Razorpay {env} order not found: {order}")))?;
    // Only Razorpay's own report makes it paid.
    let status = if found["status"] == "paid" {
        "paid"
    } else {
        "attempted"
    };
    let set = json!({
        "status": status, "verified_payment_id": payment, "verified_at": iso_now(), "last_error": null
    });
    let row = rows::update(&app.client, &ORDER, &set, &whose).await?;
    Ok(ok(&json!({"verified": true, "order": row})))
}
