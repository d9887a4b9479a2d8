//! What the tables make of Razorpay's reports.

use serde_json::{Value, json};

use super::super::lists::TRANSACTION;
use super::super::provider::Provider::Razorpay;
use super::super::rows::{self, Known};
use super::super::subject_of;
use super::order::ORDER;
use super::{subscription, time};
use crate::app::App;
use crate::clock::iso_now;
use crate::reply::Failure;

/// Acts on a report, and says whether there was anything to do.
pub(in super::super) async fn apply(app: &App, env: &'static str, event: &Value) -> Result<bool, Failure> {
    let kind = event["event"].as_str().unwrap_or_default();
    let entity = |sort: &str| Some(&event["payload"][sort]["entity"]).filter(|entity| entity.is_object());
    let (payment, one) = (entity("payment"), entity("subscription"));
    match kind {
        "payment.authorized" | "payment.captured" | "payment.failed" | "order.paid" => {
            let Some(payment) = payment else {
                return Ok(false);
            };
            keep_payment(app, env, payment, one).await?;
            paid(app, env, payment).await?;
            Ok(true)
        }
        "refund.created" | "refund.processed" | "refund.failed" => match entity("refund") {
            Some(refund) => refunded(app, env, refund, kind).await,
            None => Ok(false),
        },
        kind if kind.starts_with("subscription.") => {
            let Some(one) = one else {
                return Ok(false);
            };
            if let (Some(payment), "subscription.charged") = (payment, kind) {
                keep_payment(app, env, payment, Some(one)).await?;
            }
            subscription::keep(app, env, one, None).await?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

fn is_captured(payment: &Value) -> bool {
    payment["captured"] == true || payment["status"] == "captured"
}

/// Keeps a payment, of a subscription where there is one.
pub(super) async fn keep_payment(
    app: &App,
    env: &str,
    payment: &Value,
    subscription: Option<&Value>,
) -> Result<(), Failure> {
    let mut subject = subject_of(app, Razorpay, env, &payment["notes"], &payment["customer_id"]).await?;
    if subject.0.is_null() && payment["order_id"].is_string() {
        let whose = json!({"environment": env, "order_id": payment["order_id"]});
        let order = rows::find(&app.client, &ORDER, &whose).await?.unwrap_or_default();
        subject = (order["subjectType"].clone(), order["subjectId"].clone());
    }
    let status = match payment["status"].as_str() {
        _ if is_captured(payment) => "succeeded",
        Some("failed") => "failed",
        _ => "pending",
    };
    let at = |wanted: &str| {
        if status == wanted {
            time(&payment["created_at"])
        } else {
            Value::Null
        }
    };
    let kind = match status {
        _ if subscription.is_some() => Some("subscription_invoice"),
        "failed" => Some("failed_payment"),
        _ => Some("one_time_payment"),
    };
    let row = json!({
        "provider": "razorpay", "environment": env, "type": kind, "status": status, "subject_type": subject.0,
        "subject_id": subject.1, "provider_customer_id": payment["customer_id"],
        "customer_email_snapshot": payment["email"], "provider_object_type": "payment",
        "provider_object_id": payment["id"],
        "related_object_ids": {"payment": payment["id"], "order": payment["order_id"]}, "amount": payment["amount"],
        "currency": payment["currency"].as_str().unwrap_or_default().to_lowercase(),
        "description": payment["description"], "paid_at": at("succeeded"), "failed_at": at("failed"),
        "provider_created_at": time(&payment["created_at"]), "raw": payment
    });
    rows::insert(&app.client, &TRANSACTION, &row, Known::Merge).await?;
    Ok(())
}

/// An order that somebody has paid, or tried to.
async fn paid(app: &App, env: &str, payment: &Value) -> Result<(), Failure> {
    let whose = json!({"environment": env, "order_id": payment["order_id"]});
    let Some(order) = rows::find(&app.client, &ORDER, &whose).await? else {
        return Ok(());
    };
    let set = if is_captured(payment) {
        let left =
            order["amount"].as_i64().unwrap_or_default() - payment["amount"].as_i64().unwrap_or_default();
        let proven = match &order["verifiedPaymentId"] {
            Value::Null => &payment["id"],
            proven => proven,
        };
        json!({
            "status": "paid", "amount_paid": payment["amount"], "amount_due": left.max(0),
            "verified_payment_id": proven
        })
    } else if order["status"] == "paid" {
        return Ok(());
    } else {
        json!({"status": "attempted"})
    };
    rows::update(&app.client, &ORDER, &set, &whose).await?;
    Ok(())
}

async fn refunded(app: &App, env: &str, refund: &Value, kind: &str) -> Result<bool, Failure> {
    let status = match kind {
        "refund.failed" => "failed",
        "refund.processed" => "refunded",
        _ => "pending",
    };
    let row = json!({
        "provider": "razorpay", "environment": env, "type": "refund", "status": status,
        "provider_object_type": "refund", "provider_object_id": refund["id"],
        "provider_parent_object_type": "payment", "provider_parent_object_id": refund["payment_id"],
        "amount": refund["amount"], "amount_refunded": refund["amount"],
        "currency": refund["currency"].as_str().unwrap_or_default().to_lowercase(),
        "refunded_at": if status == "refunded" { time(&refund["created_at"]) } else { Value::Null },
        "provider_created_at": time(&refund["created_at"]), "raw": refund
    });
    rows::insert(&app.client, &TRANSACTION, &row, Known::Merge).await?;
    let whose = json!({
        "provider": "razorpay", "environment": env, "provider_object_type": "payment",
        "provider_object_id": refund["payment_id"]
    });
    let Some(payment) = rows::find(&app.client, &TRANSACTION, &whose).await? else {
        return Ok(true);
    };
    if status == "refunded" {
        let all = payment["amount"] == refund["amount"];
        let set = json!({
            "status": if all { "refunded" } else { "partially_refunded" }, "amount_refunded": refund["amount"],
            "refunded_at": iso_now()
        });
        rows::update(&app.client, &TRANSACTION, &set, &whose).await?;
    }
    Ok(true)
}
