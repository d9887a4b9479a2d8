//! Checkouts: a row asked for with the user's rights, and a page made at Stripe.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::super::input::{Field, Rule, SUBJECT, check_notes, needed, nullable, optional};
use super::super::lists::customer_of;
use super::super::provider::Provider::Stripe;
use super::super::rows::{self, Table};
use super::super::signature::sign;
use super::super::{asked, attributed, person, refused, subject};
use super::objects;
use crate::app::App;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, json_text};

pub(super) const CHECKOUT: Table = Table {
    name: "stripe_checkout_sessions",
    key: &["id"],
    shown: "id environment mode status payment_status subject_type subject_id customer_email checkout_session_id \
            customer_id payment_intent_id subscription_id url last_error @created_at @updated_at",
};

const NEW: &[Field] = &[
    needed("mode", Rule::OneOf(&["payment", "subscription"])),
    needed(
        "lineItems",
        Rule::Objects(
            &[
                needed("priceId", Rule::Text("Stripe price id is required", usize::MAX)),
                optional("quantity", Rule::Whole(1, 999)),
            ],
            100,
        ),
    ),
    needed("successUrl", Rule::Url("Success URL must be a valid URL")),
    needed("cancelUrl", Rule::Url("Cancel URL must be a valid URL")),
    optional("subject", SUBJECT),
    nullable("customerEmail", Rule::Email),
    optional("metadata", Rule::Texts),
    optional("idempotencyKey", Rule::Text("Idempotency key is required", 200)),
];

pub(super) async fn create(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    let (caller, env, body) = asked(&app, &env, &headers, &bytes, NEW)?;
    if body.get("mode") == Some(&json!("subscription")) && !body.contains_key("subject") {
        return Err(Failure::invalid_input(
            "subject: Subscription checkout requires a billing subject",
        ));
    }
    check_notes(&body, "metadata", "Metadata")?;
    let caller = person(caller, "Checkout session creation requires a user token")?;
    let mut metadata = attributed(body.get("metadata"), &body);
    metadata.insert("insforge_checkout_mode".to_owned(), body["mode"].clone());

    let _turn = app.payments.turn.lock().await;
    let (id, before) = ask(&app, env, &body, &metadata, &caller).await?;
    if let Some(before) = before.filter(|before| before["url"].is_string()) {
        return Ok(answer(&before));
    }
    let whose = json!({"id": id});
    match page(&app, env, &id, &body, metadata).await {
        Ok(session) => {
            let set = json!({
                "status": "open", "payment_status": session["payment_status"],
                "checkout_session_id": session["id"], "customer_id": session["customer"], "url": session["url"],
                "raw": session, "last_error": null
            });
            let row = rows::update(&app.client, &CHECKOUT, &set, &whose).await?;
            Ok(answer(&row.unwrap_or_default()))
        }
        Err(failure) => {
            let set = json!({"status": "failed", "last_error": failure.message});
            rows::update(&app.client, &CHECKOUT, &set, &whose).await?;
            Err(failure)
        }
    }
}

fn answer(session: &Value) -> axum::response::Response {
    json_text(
        StatusCode::CREATED,
        json!({"checkoutSession": session}).to_string(),
    )
}

/// Writes the row with the user's rights. Where the key was used before, gives the row of that time.
async fn ask(
    app: &App,
    env: &str,
    body: &Map<String, Value>,
    metadata: &Map<String, Value>,
    caller: &Caller,
) -> Result<(String, Option<Value>), Failure> {
    let id = uuid::Uuid::new_v4().to_string();
    let key = body.get("idempotencyKey").cloned().unwrap_or_default();
    let mut request = body.clone();
    request.remove("idempotencyKey");
    let hash = sign("request", &[Value::Object(request).to_string().as_bytes()]);
    let row = json!({
        "id": id, "environment": env, "mode": body["mode"], "status": "initialized",
        "subject_type": subject(body, "type"), "subject_id": subject(body, "id"),
        "customer_email": body.get("customerEmail"), "line_items": body["lineItems"],
        "success_url": body["successUrl"], "cancel_url": body["cancelUrl"], "idempotency_key": key,
        "request_hash": hash, "metadata": metadata, "raw": {}, "created_at": crate::clock::iso_now(),
        "updated_at": crate::clock::iso_now()
    });
    let scope = app.payments.db.scope(caller).await?;
    let asked = rows::ask(&scope.client, &CHECKOUT, &row)
        .await
        .map_err(|error| refused(&error, "Checkout session creation", CHECKOUT.name))?;
    let before = if asked {
        None
    } else {
        let whose = json!({"environment": env, "idempotency_key": key, "request_hash": hash});
        let before = rows::find(&scope.client, &CHECKOUT, &whose).await?;
        Some(before.ok_or_else(|| {
            Failure::new(
                StatusCode::CONFLICT,
                "PAYMENT_CHECKOUT_ALREADY_EXISTS",
                "Idempotency key is already used for another checkout request",
            )
        })?)
    };
    scope.commit().await?;
    let id = before
        .as_ref()
        .and_then(|before| before["id"].as_str())
        .map_or(id, str::to_owned);
    Ok((id, before))
}

/// Makes the page at Stripe, for the customer that stands for the subject already.
async fn page(
    app: &App,
    env: &'static str,
    id: &str,
    body: &Map<String, Value>,
    mut metadata: Map<String, Value>,
) -> Result<Value, Failure> {
    app.payments.lock().keys(Stripe, env)?;
    metadata.insert("insforge_checkout_session_id".to_owned(), json!(id));
    let mut customer = Value::Null;
    if body.contains_key("subject") {
        customer = customer_of(app, Stripe, env, body).await?.unwrap_or_default();
    }
    objects::checkout(&mut app.payments.lock(), env, body, &metadata, &customer)
}
