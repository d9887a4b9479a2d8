//! Subscriptions, as Stripe reports them.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::super::list_query::{ListQuery, SUBJECT};
use super::super::lists::map_customer;
use super::super::provider::Provider::Stripe;
use super::super::rows::{self, Known, Table};
use super::super::{subject_of, world};
use super::{object, time};
use crate::app::App;
use crate::clock::iso_now;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, ok};

pub(super) const SUBSCRIPTION: Table = Table {
    name: "stripe_subscriptions",
    key: &["environment", "subscription_id"],
    shown: "environment subscription_id customer_id subject_type subject_id status @current_period_start \
            @current_period_end cancel_at_period_end @cancel_at @canceled_at @trial_start @trial_end \
            latest_invoice_id metadata @synced_at @created_at @updated_at",
};

const ITEM: Table = Table {
    name: "stripe_subscription_items",
    key: &["environment", "subscription_item_id"],
    shown: "environment subscription_item_id subscription_id product_id price_id quantity metadata @created_at \
            @updated_at",
};

pub(super) async fn list(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let env = world(&env)?;
    let query = ListQuery::read(query.as_deref(), SUBJECT)?;
    let (client, whose) = (&app.client, query.whose(env));
    let mut all = rows::list(client, &SUBSCRIPTION, &whose, "t.updated_at desc", query.limit).await?;
    for subscription in &mut all {
        let whose = json!({"environment": env, "subscription_id": subscription["subscriptionId"]});
        let items = rows::list(client, &ITEM, &whose, "t.subscription_item_id", 10_000).await?;
        subscription["items"] = Value::Array(items);
    }
    Ok(ok(&json!({"subscriptions": all})))
}

/// Keeps a subscription as Stripe writes it, and says whether somebody is known to have it.
pub(super) async fn keep(app: &App, env: &str, subscription: &Value) -> Result<bool, Failure> {
    let (notes, customer) = (&subscription["metadata"], &subscription["customer"]);
    let subject = subject_of(app, Stripe, env, notes, customer).await?;
    let items = subscription["items"]["data"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let period = |end: &str| items.first().map_or(Value::Null, |item| time(&item[end]));
    let row = json!({
        "environment": env, "subscription_id": subscription["id"], "customer_id": customer,
        "subject_type": subject.0, "subject_id": subject.1, "status": subscription["status"],
        "current_period_start": period("current_period_start"), "current_period_end": period("current_period_end"),
        "cancel_at_period_end": subscription["cancel_at_period_end"] == true,
        "cancel_at": time(&subscription["cancel_at"]), "canceled_at": time(&subscription["canceled_at"]),
        "trial_start": time(&subscription["trial_start"]), "trial_end": time(&subscription["trial_end"]),
        "latest_invoice_id": subscription["latest_invoice"], "metadata": object(notes), "raw": subscription,
        "synced_at": iso_now()
    });
    rows::insert(&app.client, &SUBSCRIPTION, &row, Known::Replace).await?;
    let mut kept = Vec::new();
    for item in &items {
        kept.extend(item["id"].as_str().map(str::to_owned));
        let row = json!({
            "environment": env, "subscription_item_id": item["id"], "subscription_id": subscription["id"],
            "product_id": item["price"]["product"], "price_id": item["price"]["id"], "quantity": item["quantity"],
            "metadata": object(&item["metadata"]), "raw": item
        });
        rows::insert(&app.client, &ITEM, &row, Known::Replace).await?;
    }
    let whose = json!({"environment": env, "subscription_id": subscription["id"]});
    rows::remove(&app.client, &ITEM, &whose, "subscription_item_id", &kept).await?;
    if notes["insforge_subject_type"].is_string() {
        map_customer(app, Stripe, env, &subject, customer, Known::Leave).await?;
    }
    Ok(!subject.0.is_null())
}
