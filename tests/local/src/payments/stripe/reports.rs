//! What the tables make of Stripe's reports.

use serde_json::{Value, json};

use super::super::lists::{MAPPING, TRANSACTION, map_customer};
use super::super::provider::Provider::Stripe;
use super::super::rows::{self, Known};
use super::super::subject_of;
use super::checkout::CHECKOUT;
use super::{keep_customer, subscriptions, time};
use crate::app::App;
use crate::reply::Failure;

/// Acts on a report, and says whether there was anything to do.
pub(in super::super) async fn apply(app: &App, env: &'static str, event: &Value) -> Result<bool, Failure> {
    let object = &event["data"]["object"];
    match event["type"].as_str().unwrap_or_default() {
        "customer.created" | "customer.updated" => {
            keep_customer(app, env, object).await?;
            Ok(true)
        }
        "customer.deleted" => {
            let gone = json!({"id": object["id"], "deleted": true});
            keep_customer(app, env, &gone).await?;
            let whose =
                json!({"provider": "stripe", "environment": env, "provider_customer_id": object["id"]});
            rows::remove(&app.client, &MAPPING, &whose, "subject_id", &[]).await?;
            Ok(true)
        }
        "checkout.session.completed" => {
            let status = if object["payment_status"] == "paid" {
                "succeeded"
            } else {
                "pending"
            };
            completed(app, env, event, status).await
        }
        "checkout.session.async_payment_succeeded" => completed(app, env, event, "succeeded").await,
        "checkout.session.async_payment_failed" => completed(app, env, event, "failed").await,
        "checkout.session.expired" => checkout(app, env, object, "expired").await,
        "invoice.paid" => invoice(app, env, object, "succeeded").await,
        "invoice.payment_failed" => invoice(app, env, object, "failed").await,
        "charge.refunded" => refunded(app, env, object).await,
        kind if kind.starts_with("customer.subscription.") => {
            subscriptions::keep(app, env, object).await?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

async fn checkout(app: &App, env: &str, session: &Value, status: &str) -> Result<bool, Failure> {
    let set = json!({
        "status": status, "payment_status": session["payment_status"], "customer_id": session["customer"],
        "payment_intent_id": session["payment_intent"], "subscription_id": session["subscription"], "raw": session
    });
    let whose = json!({"environment": env, "checkout_session_id": session["id"]});
    Ok(rows::update(&app.client, &CHECKOUT, &set, &whose)
        .await?
        .is_some())
}

async fn completed(app: &App, env: &str, event: &Value, status: &str) -> Result<bool, Failure> {
    let session = &event["data"]["object"];
    let ours = checkout(app, env, session, "completed").await?;
    let subject = subject_of(app, Stripe, env, &session["metadata"], &Value::Null).await?;
    let mapped = map_customer(app, Stripe, env, &subject, &session["customer"], Known::Replace).await?;
    if session["mode"] != "payment" {
        return Ok(ours || mapped);
    }
    let at = |wanted: &str| {
        if status == wanted {
            time(&event["created"])
        } else {
            Value::Null
        }
    };
    let (sort, id) = match &session["payment_intent"] {
        Value::Null => ("checkout_session", &session["id"]),
        intent => ("payment_intent", intent),
    };
    let row = json!({
        "provider": "stripe", "environment": env, "type": "one_time_payment", "status": status,
        "subject_type": subject.0, "subject_id": subject.1, "provider_customer_id": session["customer"],
        "customer_email_snapshot": session["customer_details"]["email"], "provider_object_type": sort,
        "provider_object_id": id, "amount": session["amount_total"], "currency": session["currency"],
        "related_object_ids": {"checkout_session": session["id"], "payment_intent": session["payment_intent"]},
        "paid_at": at("succeeded"), "failed_at": at("failed"), "provider_created_at": time(&session["created"]),
        "raw": session
    });
    rows::insert(&app.client, &TRANSACTION, &row, Known::Merge).await?;
    Ok(true)
}

async fn invoice(app: &App, env: &str, invoice: &Value, status: &str) -> Result<bool, Failure> {
    let details = &invoice["parent"]["subscription_details"];
    let notes = match &details["metadata"] {
        Value::Object(_) => &details["metadata"],
        _ => &invoice["metadata"],
    };
    let subject = subject_of(app, Stripe, env, notes, &invoice["customer"]).await?;
    let paid = status == "succeeded";
    let row = json!({
        "provider": "stripe", "environment": env, "status": status,
        "type": if details["subscription"].is_string() { "subscription_invoice" } else { "one_time_payment" },
        "subject_type": subject.0, "subject_id": subject.1, "provider_customer_id": invoice["customer"],
        "customer_email_snapshot": invoice["customer_email"], "provider_object_type": "invoice",
        "provider_object_id": invoice["id"],
        "related_object_ids": {"invoice": invoice["id"], "subscription": details["subscription"]},
        "amount": invoice[if paid { "amount_paid" } else { "amount_due" }], "currency": invoice["currency"],
        "description": invoice["number"], "paid_at": if paid { time(&invoice["created"]) } else { Value::Null },
        "failed_at": if paid { Value::Null } else { time(&invoice["created"]) },
        "provider_created_at": time(&invoice["created"]), "raw": invoice
    });
    rows::insert(&app.client, &TRANSACTION, &row, Known::Merge).await?;
    if notes["insforge_subject_type"].is_string() {
        map_customer(app, Stripe, env, &subject, &invoice["customer"], Known::Leave).await?;
    }
    Ok(true)
}

async fn refunded(app: &App, env: &str, charge: &Value) -> Result<bool, Failure> {
    let status = if charge["refunded"] == true {
        "refunded"
    } else {
        "partially_refunded"
    };
    let set = json!({
        "status": status, "amount_refunded": charge["amount_refunded"], "refunded_at": crate::clock::iso_now()
    });
    let whose = json!({
        "provider": "stripe", "environment": env, "provider_object_type": "payment_intent",
        "provider_object_id": charge["payment_intent"]
    });
    rows::update(&app.client, &TRANSACTION, &set, &whose).await?;
    Ok(true)
}
