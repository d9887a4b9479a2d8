//! A payer in Razorpay's form: what Razorpay makes of it, reports, and gives the browser as a proof.

use serde_json::{Value, json};

use super::super::State;
use super::super::provider::Provider::Razorpay;
use super::super::signature::sign;
use super::catalog::unknown;
use super::now;
use crate::reply::Failure;

const MONTH: u64 = 30 * 86_400;

/// What Razorpay's script gives the browser.
pub(in super::super) struct Proof {
    pub(in super::super) payment: String,
    pub(in super::super) signature: String,
}

/// Pays an order.
pub(in super::super) fn pay(
    state: &mut State,
    env: &'static str,
    id: &str,
) -> Result<(Proof, Vec<Value>), Failure> {
    let secret = state.keys(Razorpay, env)?.secret;
    let mut order = state
        .get(Razorpay, env, "order", id)
        .cloned()
        .ok_or_else(unknown)?;
    let payment = payment(
        state,
        env,
        &order["amount"],
        &order["currency"],
        &json!({"order_id": id}),
    );
    order["status"] = json!("paid");
    order["amount_paid"] = order["amount"].clone();
    state.put(Razorpay, env, "order", id, order.clone());
    let proof = proof(&secret, &payment, |payment| format!("{id}|{payment}"));
    let reports = vec![
        report(state, "payment.captured", &[("payment", &payment)]),
        report(state, "order.paid", &[("payment", &payment), ("order", &order)]),
    ];
    Ok((proof, reports))
}

/// Consents to a subscription and pays the first time.
pub(in super::super) fn consent(
    state: &mut State,
    env: &'static str,
    id: &str,
) -> Result<(Proof, Vec<Value>), Failure> {
    let secret = state.keys(Razorpay, env)?.secret;
    let (payment, one) = paid(state, env, id)?;
    let proof = proof(&secret, &payment, |payment| format!("{payment}|{id}"));
    let reports = vec![
        report(state, "subscription.activated", &[("subscription", &one)]),
        report(
            state,
            "subscription.charged",
            &[("subscription", &one), ("payment", &payment)],
        ),
    ];
    Ok((proof, reports))
}

/// Pays a subscription once more.
pub(in super::super) fn charge(
    state: &mut State,
    env: &'static str,
    id: &str,
) -> Result<Vec<Value>, Failure> {
    let (payment, one) = paid(state, env, id)?;
    let parts = [("subscription", &one), ("payment", &payment)];
    Ok(vec![report(state, "subscription.charged", &parts)])
}

fn paid(state: &mut State, env: &'static str, id: &str) -> Result<(Value, Value), Failure> {
    let mut one = state
        .get(Razorpay, env, "subscription", id)
        .cloned()
        .ok_or_else(unknown)?;
    let plan = one["plan_id"].as_str().unwrap_or_default();
    let plan = state
        .get(Razorpay, env, "plan", plan)
        .cloned()
        .ok_or_else(unknown)?;
    if one["customer_id"].is_null() {
        one["customer_id"] = json!(state.id("cust"));
    }
    let more = json!({"customer_id": one["customer_id"], "notes": one["notes"]});
    let payment = payment(
        state,
        env,
        &plan["item"]["amount"],
        &plan["item"]["currency"],
        &more,
    );
    one["status"] = json!("active");
    one["current_start"] = json!(now());
    one["current_end"] = json!(now() + MONTH);
    one["charge_at"] = json!(now() + MONTH);
    one["paid_count"] = json!(one["paid_count"].as_u64().unwrap_or_default() + 1);
    if let Some(left) = one["remaining_count"].as_u64() {
        one["remaining_count"] = json!(left.saturating_sub(1));
    }
    state.put(Razorpay, env, "subscription", id, one.clone());
    Ok((payment, one))
}

fn payment(state: &mut State, env: &'static str, amount: &Value, currency: &Value, more: &Value) -> Value {
    let id = state.id("pay");
    let mut payment = json!({
        "id": id, "entity": "payment", "amount": amount, "currency": currency, "status": "captured", "captured": true,
        "amount_refunded": 0, "email": "payer@example.com", "notes": {}, "created_at": now()
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        payment[name.as_str()] = value.clone();
    }
    state.put(Razorpay, env, "payment", &id, payment.clone());
    payment
}

fn proof(secret: &str, payment: &Value, text: impl Fn(&str) -> String) -> Proof {
    let payment = payment["id"].as_str().unwrap_or_default().to_owned();
    let signature = sign(secret, &[text(&payment).as_bytes()]);
    Proof { payment, signature }
}

/// What Razorpay says of some objects.
fn report(state: &mut State, kind: &str, parts: &[(&str, &Value)]) -> Value {
    let payload: serde_json::Map<String, Value> = parts
        .iter()
        .map(|(sort, object)| ((*sort).to_owned(), json!({"entity": object})))
        .collect();
    let contains: Vec<&str> = parts.iter().map(|(sort, _)| *sort).collect();
    json!({
        "entity": "event", "account_id": "acc_local", "event": kind, "contains": contains, "payload": payload,
        "created_at": now(), "id": state.id("event")
    })
}
