//! Products and prices: made at Stripe, kept in the tables, and read from there.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use super::super::input::{self, Field, Rule, needed, nullable, optional};
use super::super::provider::Provider::Stripe;
use super::super::rows::{self, Table};
use super::super::{body, world};
use super::{object, objects};
use crate::app::App;
use crate::clock::iso_now;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, json_text, ok};

pub(super) const PRODUCT: Table = Table {
    name: "stripe_products",
    key: &["environment", "product_id"],
    shown: "environment product_id name description active default_price_id metadata @synced_at",
};

pub(super) const PRICE: Table = Table {
    name: "stripe_prices",
    key: &["environment", "price_id"],
    shown: "environment price_id product_id active currency unit_amount unit_amount_decimal type lookup_key \
            billing_scheme tax_behavior recurring_interval recurring_interval_count metadata @synced_at",
};

const KEY: Rule = Rule::Text("Idempotency key is required", 200);
const NEW_PRODUCT: &[Field] = &[
    needed("name", Rule::Text("Product name is required", usize::MAX)),
    nullable("description", Rule::Any(5000)),
    optional("active", Rule::Flag),
    optional("metadata", Rule::Texts),
    optional("idempotencyKey", KEY),
];
const PRODUCT_CHANGE: &[Field] = &[
    optional("name", Rule::Text("Product name is required", usize::MAX)),
    nullable("description", Rule::Any(5000)),
    optional("active", Rule::Flag),
    optional("metadata", Rule::Texts),
];
const TAX: Rule = Rule::OneOf(&["exclusive", "inclusive", "unspecified"]);
const NEW_PRICE: &[Field] = &[
    needed(
        "productId",
        Rule::Text("Stripe product id is required", usize::MAX),
    ),
    needed("currency", Rule::Currency),
    needed("unitAmount", Rule::Whole(0, i64::MAX)),
    nullable("lookupKey", Rule::Text("", 200)),
    optional("active", Rule::Flag),
    optional(
        "recurring",
        Rule::Object(&[
            needed("interval", Rule::OneOf(&["day", "week", "month", "year"])),
            optional("intervalCount", Rule::Whole(1, i64::MAX)),
        ]),
    ),
    optional("taxBehavior", TAX),
    optional("metadata", Rule::Texts),
    optional("idempotencyKey", KEY),
];
const PRICE_CHANGE: &[Field] = &[
    optional("active", Rule::Flag),
    nullable("lookupKey", Rule::Text("", 200)),
    optional("taxBehavior", TAX),
    optional("metadata", Rule::Texts),
];

fn created(body: &Value) -> Response {
    json_text(StatusCode::CREATED, body.to_string())
}

async fn listed(app: &App, table: &Table, whose: &Value, order: &str) -> Result<Vec<Value>, Failure> {
    rows::list(&app.client, table, whose, order, 10_000).await
}

pub(super) async fn all(State(app): State<Arc<App>>, Path(env): Path<String>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let here = json!({"environment": world(&env)?});
    let products = listed(&app, &PRODUCT, &here, "t.name, t.product_id").await?;
    let prices = listed(&app, &PRICE, &here, "t.product_id, t.price_id").await?;
    Ok(ok(&json!({"products": products, "prices": prices})))
}

pub(super) async fn products(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let here = json!({"environment": world(&env)?});
    let products = listed(&app, &PRODUCT, &here, "t.name, t.product_id").await?;
    Ok(ok(&json!({"products": products})))
}

pub(super) async fn prices(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let mut whose = json!({"environment": world(&env)?});
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        if name != "productId" {
            let message = format!("(root): Unrecognized key(s) in object: '{name}'");
            return Err(Failure::invalid_input(message));
        }
        whose["product_id"] = json!(value.trim());
    }
    let prices = listed(&app, &PRICE, &whose, "t.product_id, t.price_id").await?;
    Ok(ok(&json!({"prices": prices})))
}

pub(super) async fn product(
    State(app): State<Arc<App>>,
    Path((env, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let whose = json!({"environment": world(&env)?, "product_id": id});
    let product = rows::find(&app.client, &PRODUCT, &whose).await?.ok_or_else(|| {
        let message = format!("Stripe {env} product not found: {id}");
        Failure::new(StatusCode::NOT_FOUND, "PAYMENT_PRODUCT_NOT_FOUND", message)
    })?;
    let prices = listed(&app, &PRICE, &whose, "t.price_id").await?;
    Ok(ok(&json!({"product": product, "prices": prices})))
}

pub(super) async fn price(
    State(app): State<Arc<App>>,
    Path((env, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let whose = json!({"environment": world(&env)?, "price_id": id});
    let price = rows::find(&app.client, &PRICE, &whose).await?.ok_or_else(|| {
        let message = format!("Stripe {env} price not found: {id}");
        Failure::new(StatusCode::NOT_FOUND, "PAYMENT_PRICE_NOT_FOUND", message)
    })?;
    Ok(ok(&json!({"price": price})))
}

pub(super) async fn create_product(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let env = world(&env)?;
    let body = body(&headers, &bytes, NEW_PRODUCT)?;
    let product = {
        let mut state = app.payments.lock();
        state.keys(Stripe, env)?;
        objects::once(&mut state, env, "product", &body, |state| {
            Ok(objects::product(state, env, &body))
        })?
    };
    let product = keep_product(&app, env, &product).await?;
    Ok(created(&json!({"product": product})))
}

pub(super) async fn create_price(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = body(&headers, &bytes, NEW_PRICE)?;
    let env = world(&env)?;
    let price = {
        let mut state = app.payments.lock();
        state.keys(Stripe, env)?;
        objects::once(&mut state, env, "price", &body, |state| {
            objects::price(state, env, &body)
        })?
    };
    let price = keep_price(&app, env, &price).await?;
    Ok(created(&json!({"price": price})))
}

fn changed(
    app: &App,
    env: &'static str,
    sort: &'static str,
    id: &str,
    set: &Map<String, Value>,
) -> Result<Value, Failure> {
    let mut state = app.payments.lock();
    state.keys(Stripe, env)?;
    objects::change(&mut state, env, sort, id, set)
}

pub(super) async fn update_product(
    State(app): State<Arc<App>>,
    Path((env, id)): Path<(String, String)>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let env = world(&env)?;
    let body = input::parse(&headers, &bytes)?;
    let set = input::check_change(body, PRODUCT_CHANGE, "At least one product field is required")?;
    let product = changed(&app, env, "product", &id, &set)?;
    let product = keep_product(&app, env, &product).await?;
    Ok(ok(&json!({"product": product})))
}

pub(super) async fn update_price(
    State(app): State<Arc<App>>,
    Path((env, id)): Path<(String, String)>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = input::parse(&headers, &bytes)?;
    let set = input::check_change(body, PRICE_CHANGE, "At least one price field is required")?;
    let env = world(&env)?;
    let price = changed(&app, env, "price", &id, &set)?;
    let price = keep_price(&app, env, &price).await?;
    Ok(ok(&json!({"price": price})))
}

pub(super) async fn delete_product(
    State(app): State<Arc<App>>,
    Path((env, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let env = world(&env)?;
    {
        let mut state = app.payments.lock();
        state.keys(Stripe, env)?;
        objects::delete_product(&mut state, env, &id)?;
    }
    let whose = json!({"environment": env, "product_id": id});
    rows::remove(&app.client, &PRICE, &whose, "price_id", &[]).await?;
    rows::remove(&app.client, &PRODUCT, &whose, "product_id", &[]).await?;
    Ok(ok(&json!({"productId": id, "deleted": true})))
}

pub(super) async fn archive_price(
    State(app): State<Arc<App>>,
    Path((env, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let env = world(&env)?;
    let set = Map::from_iter([("active".to_owned(), Value::Bool(false))]);
    let price = changed(&app, env, "price", &id, &set)?;
    let price = keep_price(&app, env, &price).await?;
    Ok(ok(&json!({"price": price, "archived": true})))
}

pub(super) async fn keep_product(app: &App, env: &str, product: &Value) -> Result<Value, Failure> {
    let row = json!({
        "environment": env, "product_id": product["id"], "name": product["name"],
        "description": product["description"], "active": product["active"],
        "default_price_id": product["default_price"], "metadata": object(&product["metadata"]), "raw": product,
        "synced_at": iso_now()
    });
    rows::keep(&app.client, &PRODUCT, &row).await
}

pub(super) async fn keep_price(app: &App, env: &str, price: &Value) -> Result<Value, Failure> {
    let row = json!({
        "environment": env, "price_id": price["id"], "product_id": price["product"], "active": price["active"],
        "currency": price["currency"], "unit_amount": price["unit_amount"],
        "unit_amount_decimal": price["unit_amount_decimal"], "type": price["type"],
        "lookup_key": price["lookup_key"], "billing_scheme": price["billing_scheme"],
        "tax_behavior": price["tax_behavior"], "recurring_interval": price["recurring"]["interval"],
        "recurring_interval_count": price["recurring"]["interval_count"], "metadata": object(&price["metadata"]),
        "raw": price, "synced_at": iso_now()
    });
    rows::keep(&app.client, &PRICE, &row).await
}
