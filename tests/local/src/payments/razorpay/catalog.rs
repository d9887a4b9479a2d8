//! Items and plans: made at Razorpay, kept in the tables, and read from there.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::super::input::{self, Field, Rule, check_notes, needed, nullable, optional};
use super::super::provider::Provider::Razorpay;
use super::super::rows::{self, Table};
use super::super::{body, upstream, world};
use super::{now, time};
use crate::app::App;
use crate::clock::iso_now;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, json_text, ok};

pub(super) const ITEM: Table = Table {
    name: "razorpay_items",
    key: &["environment", "item_id"],
    shown: "environment item_id name description active amount unit_amount currency type @provider_created_at \
            @synced_at",
};

pub(super) const PLAN: Table = Table {
    name: "razorpay_plans",
    key: &["environment", "plan_id"],
    shown: "environment plan_id item_id period interval amount unit_amount currency active notes \
            @provider_created_at @synced_at",
};

const fn item(message: &'static str) -> [Field; 4] {
    [
        needed("name", Rule::Text(message, 255)),
        nullable("description", Rule::Any(2048)),
        needed("amount", Rule::Whole(1, i64::MAX)),
        needed("currency", Rule::Currency),
    ]
}

const NEW_ITEM: &[Field] = &item("Item name is required");
const PLAN_ITEM: &[Field] = &item("Plan item name is required");
const ITEM_CHANGE: &[Field] = &[
    optional("name", Rule::Text("Item name is required", 255)),
    nullable("description", Rule::Any(2048)),
    optional("amount", Rule::Whole(1, i64::MAX)),
    optional("currency", Rule::Currency),
    optional("active", Rule::Flag),
];
const NEW_PLAN: &[Field] = &[
    needed("period", Rule::OneOf(&["daily", "weekly", "monthly", "yearly"])),
    needed("interval", Rule::Whole(1, i64::MAX)),
    needed("item", Rule::Object(PLAN_ITEM)),
    optional("notes", Rule::Texts),
];

pub(super) async fn all(State(app): State<Arc<App>>, Path(env): Path<String>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let here = json!({"environment": world(&env)?});
    let items = rows::list(&app.client, &ITEM, &here, "t.name, t.item_id", 10_000).await?;
    let order = "t.item_id, t.period, t.interval, t.plan_id";
    let plans = rows::list(&app.client, &PLAN, &here, order, 10_000).await?;
    Ok(ok(&json!({"items": items, "plans": plans})))
}

pub(super) async fn create_item(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let env = world(&env)?;
    let body = body(&headers, &bytes, NEW_ITEM)?;
    let item = {
        let mut state = app.payments.lock();
        state.keys(Razorpay, env)?;
        made(&mut state, env, &body)
    };
    let item = keep_item(&app, env, &item).await?;
    Ok(json_text(StatusCode::CREATED, json!({"item": item}).to_string()))
}

fn made(state: &mut super::super::State, env: &'static str, body: &Map<String, Value>) -> Value {
    let id = state.id("item");
    let item = json!({
        "id": id, "active": true, "name": body.get("name"), "description": body.get("description"),
        "amount": body.get("amount"), "unit_amount": body.get("amount"), "currency": capitals(body.get("currency")),
        "type": "invoice", "created_at": now()
    });
    state.put(Razorpay, env, "item", &id, item.clone());
    item
}

fn capitals(currency: Option<&Value>) -> String {
    currency
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_uppercase()
}

pub(super) async fn update_item(
    State(app): State<Arc<App>>,
    Path((env, id)): Path<(String, String)>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let env = world(&env)?;
    let body = input::parse(&headers, &bytes)?;
    let set = input::check_change(body, ITEM_CHANGE, "At least one item field is required")?;
    let item = {
        let mut state = app.payments.lock();
        state.keys(Razorpay, env)?;
        let item = state
            .objects
            .get_mut(&(Razorpay, env, "item", id))
            .and_then(Value::as_object_mut)
            .ok_or_else(unknown)?;
        for (name, value) in set {
            match name.as_str() {
                "amount" => drop(item.insert("unit_amount".to_owned(), value.clone())),
                "currency" => drop(item.insert(name.clone(), json!(capitals(Some(&value))))),
                _ => {}
            }
            if name != "currency" {
                item.insert(name, value);
            }
        }
        Value::Object(item.clone())
    };
    let item = keep_item(&app, env, &item).await?;
    Ok(ok(&json!({"item": item})))
}

/// What Razorpay says of an id that it does not know.
pub(super) fn unknown() -> Failure {
    upstream(StatusCode::BAD_REQUEST, "The id provided does not exist")
}

pub(super) async fn create_plan(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let env = world(&env)?;
    let body = body(&headers, &bytes, NEW_PLAN)?;
    check_notes(&body, "notes", "Notes")?;
    let plan = {
        let mut state = app.payments.lock();
        state.keys(Razorpay, env)?;
        let item = made(&mut state, env, body["item"].as_object().unwrap_or(&Map::new()));
        let id = state.id("plan");
        let plan = json!({
            "id": id, "entity": "plan", "interval": body["interval"], "period": body["period"], "item": item,
            "notes": body.get("notes").unwrap_or(&json!({})), "created_at": now()
        });
        state.put(Razorpay, env, "plan", &id, plan.clone());
        plan
    };
    keep_item(&app, env, &plan["item"]).await?;
    let plan = keep_plan(&app, env, &plan).await?;
    Ok(json_text(StatusCode::CREATED, json!({"plan": plan}).to_string()))
}

fn small(currency: &Value) -> String {
    currency.as_str().unwrap_or_default().to_lowercase()
}

pub(super) async fn keep_item(app: &App, env: &str, item: &Value) -> Result<Value, Failure> {
    let row = json!({
        "environment": env, "item_id": item["id"], "name": item["name"], "description": item["description"],
        "active": item["active"] != false, "amount": item["amount"], "unit_amount": item["unit_amount"],
        "currency": small(&item["currency"]), "type": item["type"], "raw": item,
        "provider_created_at": time(&item["created_at"]), "synced_at": iso_now()
    });
    rows::keep(&app.client, &ITEM, &row).await
}

pub(super) async fn keep_plan(app: &App, env: &str, plan: &Value) -> Result<Value, Failure> {
    let item = &plan["item"];
    let row = json!({
        "environment": env, "plan_id": plan["id"], "item_id": item["id"], "period": plan["period"],
        "interval": plan["interval"], "amount": item["amount"], "unit_amount": item["unit_amount"],
        "currency": small(&item["currency"]), "active": item["active"] != false, "notes": plan["notes"],
        "raw": plan, "provider_created_at": time(&plan["created_at"]), "synced_at": iso_now()
    });
    rows::keep(&app.client, &PLAN, &row).await
}
