//! A payer on Stripe's page: what Stripe makes of the payment, and what it reports.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::super::provider::Provider::Stripe;
use super::super::{State, upstream};
use super::objects::now;
use crate::reply::Failure;

const MONTH: u64 = 30 * 86_400;

/// Pays an open checkout, and gives the reports of it, in an order that Stripe does not promise.
pub(in super::super) fn pay(state: &mut State, env: &'static str, id: &str) -> Result<Vec<Value>, Failure> {
    let mut session = state
        .get(Stripe, env, "checkout.session", id)
        .filter(|session| session["status"] == "open")
        .cloned()
        .ok_or_else(|| upstream(StatusCode::BAD_REQUEST, format!("No open checkout: '{id}'")))?;
    let email = match &session["customer_email"] {
        Value::String(email) => email.clone(),
        _ => "payer@example.com".to_owned(),
    };
    let subscribes = session["mode"] == "subscription";
    let mut reports = Vec::new();
    if session["customer"].is_null() && (subscribes || session["metadata"]["insforge_subject_id"].is_string())
    {
        let customer = customer(state, env, &email);
        session["customer"] = customer["id"].clone();
        reports.push(report(state, env, "customer.created", customer));
    }
    session["status"] = json!("complete");
    session["payment_status"] = json!("paid");
    session["customer_details"] = json!({"email": email});
    if subscribes {
        let subscription = subscription(state, env, &session);
        session["subscription"] = subscription["id"].clone();
        let invoice = invoice(state, env, &session, &subscription);
        reports.push(report(state, env, "invoice.paid", invoice));
        reports.push(report(state, env, "customer.subscription.created", subscription));
    } else {
        session["payment_intent"] = json!(state.id("pi"));
    }
    state.put(Stripe, env, "checkout.session", id, session.clone());
    reports.push(report(state, env, "checkout.session.completed", session));
    Ok(reports)
}

fn customer(state: &mut State, env: &'static str, email: &str) -> Value {
    let id = state.id("cus");
    let card = json!({"brand": "visa", "last4": "4242"});
    let customer = json!({
        "id": id, "object": "customer", "email": email, "name": null, "phone": null, "metadata": {}, "created": now(),
        "address": {"country": "DE"}, "invoice_settings": {"default_payment_method": {"card": card}}
    });
    state.put(Stripe, env, "customer", &id, customer.clone());
    customer
}

fn subscription(state: &mut State, env: &'static str, session: &Value) -> Value {
    let id = state.id("sub");
    let (start, mut items) = (now(), Vec::new());
    for line in session["line_items"]["data"].as_array().into_iter().flatten() {
        items.push(json!({
            "id": state.id("si"), "object": "subscription_item", "price": line["price"], "quantity": line["quantity"],
            "metadata": {}, "current_period_start": start, "current_period_end": start + MONTH
        }));
    }
    let subscription = json!({
        "id": id, "object": "subscription", "customer": session["customer"], "status": "active",
        "cancel_at_period_end": false, "cancel_at": null, "canceled_at": null, "trial_start": null,
        "trial_end": null, "latest_invoice": state.id("in"), "metadata": session["metadata"],
        "items": {"data": items}, "created": start
    });
    state.put(Stripe, env, "subscription", &id, subscription.clone());
    subscription
}

fn invoice(state: &mut State, env: &'static str, session: &Value, subscription: &Value) -> Value {
    let id = subscription["latest_invoice"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let invoice = json!({
        "id": id, "object": "invoice", "customer": session["customer"],
        "customer_email": session["customer_details"]["email"], "amount_paid": session["amount_total"],
        "amount_due": session["amount_total"], "currency": session["currency"], "number": format!("N-{id}"),
        "metadata": session["metadata"], "created": now(),
        "parent": {"subscription_details": {"subscription": subscription["id"], "metadata": session["metadata"]}}
    });
    state.put(Stripe, env, "invoice", &id, invoice.clone());
    invoice
}

/// What Stripe says of an object.
fn report(state: &mut State, env: &str, kind: &str, object: Value) -> Value {
    json!({
        "id": state.id("evt"), "object": "event", "type": kind, "created": now(), "livemode": env == "live",
        "data": {"object": object}
    })
}
