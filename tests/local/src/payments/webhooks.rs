//! Where the providers report: each report is proven, kept once an id, and acted on.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use bytes::Bytes;
use serde_json::{Value, json};

use super::provider::{Keys, Provider};
use super::rows::{self, Known, Table};
use super::signature::sign;
use super::{razorpay, stripe, world};
use crate::app::App;
use crate::clock::iso_now;
use crate::reply::{Answer, Failure, ok};

const EVENT: Table = Table {
    name: "webhook_events",
    key: &["provider", "environment", "provider_event_id"],
    shown: "environment provider_event_id=eventId event_type livemode provider_account_id=accountId object_type \
            object_id processing_status attempt_count last_error @received_at @processed_at @created_at @updated_at",
};

/// Reports of Stripe's that are older prove nothing.
const TOLERANCE: u64 = 300;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/webhooks/stripe/{env}", post(stripe_reports))
        .route("/api/webhooks/razorpay/{env}", post(razorpay_reports))
}

async fn stripe_reports(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    let env = world(&env).map_err(|_| Failure::invalid_input("Invalid Stripe environment"))?;
    let proof =
        header(&headers, "stripe-signature").ok_or_else(|| missing("Missing stripe-signature header"))?;
    let unset = format!("STRIPE_{}_WEBHOOK_SECRET is not configured", env.to_uppercase());
    let secret = secret(&app, Provider::Stripe, env, &unset)?;
    let parts = || proof.split(',').filter_map(|part| part.split_once('='));
    let at = parts().find(|(name, _)| *name == "t").map_or("", |(_, at)| at);
    let signed = sign(&secret, &[at.as_bytes(), b".", &bytes]);
    if !parts().any(|(name, signature)| name == "v1" && signature == signed) {
        return Err(Failure::internal(
            "No signatures found matching the expected signature for payload.",
        ));
    }
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |passed| passed.as_secs());
    if at.parse::<u64>().is_ok_and(|at| at + TOLERANCE < now) {
        return Err(Failure::internal("Timestamp outside the tolerance zone"));
    }
    let event = parse(&bytes, "Invalid Stripe webhook payload")?;
    let object = &event["data"]["object"];
    let row = json!({
        "provider": "stripe", "environment": env, "provider_event_id": event["id"], "event_type": event["type"],
        "livemode": event["livemode"] == true, "provider_account_id": event["account"],
        "object_type": object["object"], "object_id": object["id"]
    });
    let (handled, kept) = receive(&app, Provider::Stripe, env, row, &event).await?;
    Ok(ok(&json!({"received": true, "handled": handled, "event": kept})))
}

async fn razorpay_reports(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    let env = world(&env)?;
    let proof = header(&headers, "x-razorpay-signature")
        .ok_or_else(|| missing("Missing X-Razorpay-Signature header"))?;
    let unset = format!("Razorpay {env} webhook secret is not configured");
    let secret = secret(&app, Provider::Razorpay, env, &unset)?;
    if sign(&secret, &[&bytes]) != proof {
        return Err(Failure::invalid_input(format!(
            "Invalid Razorpay webhook signature. Confirm the Razorpay Dashboard webhook secret matches the {env} \
             InsForge webhook setup and the webhook URL points to /api/webhooks/razorpay/{env}."
        )));
    }
    let event = parse(&bytes, "Invalid Razorpay webhook payload")?;
    let id = header(&headers, "x-razorpay-event-id").map_or_else(|| own_id(&event), str::to_owned);
    let row = json!({
        "provider": "razorpay", "environment": env, "provider_event_id": id, "event_type": event["event"],
        "livemode": env == "live"
    });
    let (handled, _) = receive(&app, Provider::Razorpay, env, row, &event).await?;
    Ok(ok(&json!({"received": true, "handled": handled})))
}

/// An id for a report that came without.
fn own_id(event: &Value) -> String {
    let sort = event["contains"][0].as_str().unwrap_or_default();
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let entity = event["payload"][sort]["entity"]["id"]
        .as_str()
        .unwrap_or("no_entity");
    format!(
        "{}.{}.{entity}.{}",
        text(&event["account_id"]),
        text(&event["event"]),
        text(&event["created_at"])
    )
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn missing(message: &str) -> Failure {
    Failure::new(StatusCode::UNAUTHORIZED, "AUTH_UNAUTHORIZED", message)
}

fn secret(app: &App, provider: Provider, env: &'static str, unset: &str) -> Result<String, Failure> {
    let state = app.payments.lock();
    let keys: Option<&Keys> = state.keys.get(&(provider, env));
    keys.and_then(|keys| keys.webhook.clone())
        .ok_or_else(|| Failure::internal(unset))
}

fn parse(bytes: &Bytes, refusal: &str) -> Result<Value, Failure> {
    serde_json::from_slice(bytes).map_err(|_| Failure::invalid_input(refusal))
}

/// Keeps a report and acts on it, unless one of its id was kept before and did not fail.
async fn receive(
    app: &App,
    provider: Provider,
    env: &'static str,
    mut row: Value,
    event: &Value,
) -> Result<(bool, Value), Failure> {
    let whose = json!({
        "provider": provider.name(), "environment": env, "provider_event_id": row["provider_event_id"]
    });
    row["processing_status"] = json!("pending");
    row["attempt_count"] = json!(1);
    row["payload"] = event.clone();
    if let Some(fields) = row.as_object_mut() {
        let now = iso_now();
        for name in ["received_at", "created_at", "updated_at"] {
            fields.insert(name.to_owned(), json!(now));
        }
        fields.insert("id".to_owned(), json!(uuid::Uuid::new_v4().to_string()));
    }
    if rows::insert(&app.client, &EVENT, &row, Known::Leave)
        .await?
        .is_none()
    {
        let kept = rows::find(&app.client, &EVENT, &whose).await?.unwrap_or_default();
        if kept["processingStatus"] != "failed" {
            return Ok((false, kept));
        }
        let attempts = kept["attemptCount"].as_i64().unwrap_or_default() + 1;
        let set = json!({
            "processing_status": "pending", "attempt_count": attempts, "last_error": null, "payload": event
        });
        rows::update(&app.client, &EVENT, &set, &whose).await?;
    }
    let applied = match provider {
        Provider::Stripe => stripe::apply(app, env, event).await,
        Provider::Razorpay => razorpay::apply(app, env, event).await,
    };
    let set = match &applied {
        Ok(true) => json!({"processing_status": "processed", "processed_at": iso_now()}),
        Ok(false) => json!({"processing_status": "ignored", "processed_at": iso_now()}),
        Err(failure) => json!({"processing_status": "failed", "last_error": failure.message}),
    };
    // What a trigger of the user's refuses here is the caller's to hear.
    let kept = rows::update(&app.client, &EVENT, &set, &whose)
        .await?
        .unwrap_or_default();
    Ok((applied?, kept))
}
