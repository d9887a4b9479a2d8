//! What the fake Stripe makes, in Stripe's own form.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::super::provider::Provider::Stripe;
use super::super::{State, upstream};
use crate::reply::Failure;

pub(super) fn now() -> u64 {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH);
    passed.map_or(0, |passed| passed.as_secs())
}

/// Carries a request out once for its key. The same key with another request is refused.
pub(super) fn once(
    state: &mut State,
    env: &'static str,
    sort: &str,
    body: &Map<String, Value>,
    make: impl FnOnce(&mut State) -> Result<Value, Failure>,
) -> Result<Value, Failure> {
    let Some(key) = body.get("idempotencyKey").and_then(Value::as_str) else {
        return make(state);
    };
    let place = (env, format!("insforge:{env}:{sort}:{key}"));
    let request = Value::Object(body.clone());
    match state.keyed.get(&place) {
        Some((before, made)) if *before == request => Ok(made.clone()),
        Some(_) => Err(upstream(
            StatusCode::BAD_REQUEST,
            format!(
                "Keys for idempotent requests can only be used with the same parameters they were first used with. \
                 Try using a key other than '{}' if you meant to execute a different request.",
                place.1
            ),
        )),
        None => {
            let made = make(state)?;
            state.keyed.insert(place, (request, made.clone()));
            Ok(made)
        }
    }
}

pub(super) fn product(state: &mut State, env: &'static str, body: &Map<String, Value>) -> Value {
    let id = state.id("prod");
    let product = json!({
        "id": id, "object": "product", "name": body.get("name"), "description": body.get("description"),
        "active": body.get("active").unwrap_or(&Value::Bool(true)), "default_price": null,
        "metadata": body.get("metadata").unwrap_or(&json!({})), "created": now(), "livemode": env == "live"
    });
    state.put(Stripe, env, "product", &id, product.clone());
    product
}

pub(super) fn price(
    state: &mut State,
    env: &'static str,
    body: &Map<String, Value>,
) -> Result<Value, Failure> {
    let of = body.get("productId").and_then(Value::as_str).unwrap_or_default();
    if state.get(Stripe, env, "product", of).is_none() {
        return Err(no_such("product", of, StatusCode::BAD_REQUEST));
    }
    let currency = body.get("currency").and_then(Value::as_str).unwrap_or_default();
    let recurring = body.get("recurring").map(|recurring| {
        json!({
            "interval": recurring["interval"],
            "interval_count": recurring.get("intervalCount").unwrap_or(&json!(1))
        })
    });
    let id = state.id("price");
    let amount = body.get("unitAmount").and_then(Value::as_i64).unwrap_or_default();
    let price = json!({
        "id": id, "object": "price", "product": of, "active": body.get("active").unwrap_or(&Value::Bool(true)),
        "currency": currency.to_lowercase(), "unit_amount": amount, "unit_amount_decimal": amount.to_string(),
        "type": if recurring.is_some() { "recurring" } else { "one_time" }, "lookup_key": body.get("lookupKey"),
        "billing_scheme": "per_unit", "tax_behavior": body.get("taxBehavior").unwrap_or(&json!("unspecified")),
        "recurring": recurring, "metadata": body.get("metadata").unwrap_or(&json!({})), "created": now(),
        "livemode": env == "live"
    });
    state.put(Stripe, env, "price", &id, price.clone());
    Ok(price)
}

/// Changes fields of an object; notes are added to those that are there.
pub(super) fn change(
    state: &mut State,
    env: &'static str,
    sort: &'static str,
    id: &str,
    set: &Map<String, Value>,
) -> Result<Value, Failure> {
    let place = (Stripe, env, sort, id.to_owned());
    let object = state
        .objects
        .get_mut(&place)
        .and_then(Value::as_object_mut)
        .ok_or_else(|| no_such(sort, id, StatusCode::NOT_FOUND))?;
    for (name, value) in set {
        match (name.as_str(), value) {
            ("metadata", Value::Object(notes)) => {
                if let Some(Value::Object(kept)) = object.get_mut("metadata") {
                    kept.extend(notes.clone());
                }
            }
            ("lookupKey", value) => drop(object.insert("lookup_key".to_owned(), value.clone())),
            ("taxBehavior", value) => drop(object.insert("tax_behavior".to_owned(), value.clone())),
            (name, value) => drop(object.insert(name.to_owned(), value.clone())),
        }
    }
    Ok(Value::Object(object.clone()))
}

/// Deletes a product, which Stripe does only while it has no price.
pub(super) fn delete_product(state: &mut State, env: &'static str, id: &str) -> Result<(), Failure> {
    if state.get(Stripe, env, "product", id).is_none() {
        return Err(no_such("product", id, StatusCode::NOT_FOUND));
    }
    if state
        .all(Stripe, env, "price")
        .iter()
        .any(|price| price["product"] == id)
    {
        return Err(upstream(
            StatusCode::BAD_REQUEST,
            "This product cannot be deleted because it has one or more user-created prices.",
        ));
    }
    state.objects.remove(&(Stripe, env, "product", id.to_owned()));
    Ok(())
}

/// A page to pay at.
pub(super) fn checkout(
    state: &mut State,
    env: &'static str,
    body: &Map<String, Value>,
    metadata: &Map<String, Value>,
    customer: &Value,
) -> Result<Value, Failure> {
    let mode = body.get("mode").and_then(Value::as_str).unwrap_or_default();
    let (mut total, mut currency, mut lines) = (0, Value::Null, Vec::new());
    for line in body
        .get("lineItems")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let id = line["priceId"].as_str().unwrap_or_default();
        let price = state
            .get(Stripe, env, "price", id)
            .ok_or_else(|| no_such("price", id, StatusCode::BAD_REQUEST))?;
        let wrong = match (mode, price["type"].as_str()) {
            _ if price["active"] == false => {
                Some("The price specified is inactive. This field only accepts active prices.")
            }
            ("payment", Some("recurring")) => Some(
                "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use \
                 only one-time prices.",
            ),
            ("subscription", Some("one_time")) => Some(
                "You must provide at least one recurring price in `subscription` mode when using prices.",
            ),
            _ => None,
        };
        if let Some(message) = wrong {
            return Err(upstream(StatusCode::BAD_REQUEST, message));
        }
        let quantity = line.get("quantity").and_then(Value::as_i64).unwrap_or(1);
        total += price["unit_amount"].as_i64().unwrap_or_default() * quantity;
        currency = price["currency"].clone();
        lines.push(json!({"price": price, "quantity": quantity}));
    }
    let id = state.id(if env == "live" { "cs_live" } else { "cs_test" });
    let session = json!({
        "id": id, "object": "checkout.session", "mode": mode, "status": "open", "payment_status": "unpaid",
        "amount_total": total, "currency": currency, "customer": customer,
        "customer_email": body.get("customerEmail"), "payment_intent": null, "subscription": null,
        "url": format!("https://checkout.stripe.com/c/pay/{id}"), "metadata": metadata, "line_items": {"data": lines},
        "created": now(), "livemode": env == "live"
    });
    state.put(Stripe, env, "checkout.session", &id, session.clone());
    Ok(session)
}

fn no_such(sort: &str, id: &str, status: StatusCode) -> Failure {
    upstream(status, format!("No such {sort}: '{id}'"))
}
