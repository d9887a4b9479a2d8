//! Payments and customers, which look alike at both providers.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::routing::get;
use axum::{Extension, Router};
use serde_json::{Map, Value, json};

use super::list_query::{ListQuery, SUBJECT};
use super::provider::Provider;
use super::rows::{self, Known, Table};
use super::{subject, world};
use crate::app::App;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, ok};

pub(super) const TRANSACTION: Table = Table {
    name: "transactions",
    key: &[
        "provider",
        "environment",
        "provider_object_type",
        "provider_object_id",
    ],
    shown: "environment provider type status subject_type subject_id provider_customer_id customer_email_snapshot \
            provider_object_id=provider_reference_id provider_object_type=provider_reference_type amount \
            amount_refunded currency description @paid_at @failed_at @refunded_at @provider_created_at @created_at \
            @updated_at",
};

pub(super) const CUSTOMER: Table = Table {
    name: "customers",
    key: &["provider", "environment", "provider_customer_id"],
    shown: "environment provider provider_customer_id email name phone deleted metadata @provider_created_at \
            @synced_at raw",
};

/// Which customer stands for which subject.
pub(super) const MAPPING: Table = Table {
    name: "customer_mappings",
    key: &["provider", "environment", "subject_type", "subject_id"],
    shown: "subject_type subject_id provider_customer_id",
};

pub(super) fn routes(provider: Provider) -> Router<Arc<App>> {
    let at = |rest: &str| format!("/api/payments/{}/{{env}}{rest}", provider.name());
    Router::new()
        .route(&at("/transactions"), get(transactions))
        .route(&at("/customers"), get(customers))
        .layer(Extension(provider))
}

/// A list's rows of one provider.
fn of(mut whose: Value, provider: Provider) -> Value {
    whose["provider"] = json!(provider.name());
    whose
}

async fn transactions(
    Extension(provider): Extension<Provider>,
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let env = world(&env)?;
    let query = ListQuery::read(query.as_deref(), SUBJECT)?;
    let order = "coalesce(t.provider_created_at, t.created_at) desc, t.created_at desc";
    let whose = of(query.whose(env), provider);
    let all = rows::list(&app.client, &TRANSACTION, &whose, order, query.limit).await?;
    Ok(ok(&json!({"transactions": all})))
}

async fn customers(
    Extension(provider): Extension<Provider>,
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let env = world(&env)?;
    let query = ListQuery::read(query.as_deref(), &[])?;
    let order = "t.deleted, coalesce(t.email, t.name, t.provider_customer_id), t.provider_customer_id";
    let whose = of(query.whose(env), provider);
    let mut all = rows::list(&app.client, &CUSTOMER, &whose, order, query.limit).await?;
    for customer in &mut all {
        let mut theirs = whose.clone();
        theirs["provider_customer_id"] = customer["providerCustomerId"].clone();
        let payments = rows::list(&app.client, &TRANSACTION, &theirs, "t.created_at", 10_000).await?;
        add_up(customer, &payments);
    }
    Ok(ok(&json!({"customers": all})))
}

/// What the customer has paid, and how.
fn add_up(customer: &mut Value, payments: &[Value]) {
    let paid: Vec<&Value> = payments
        .iter()
        .filter(|payment| payment["type"] != "refund")
        .filter(|payment| {
            ["succeeded", "refunded", "partially_refunded"]
                .contains(&payment["status"].as_str().unwrap_or_default())
        })
        .collect();
    let time = |payment: &&Value| {
        let times = ["paidAt", "providerCreatedAt", "createdAt"].map(|name| payment[name].as_str());
        times.into_iter().flatten().next().map(str::to_owned)
    };
    let mut currencies: Vec<&Value> = paid.iter().map(|payment| &payment["currency"]).collect();
    currencies.dedup();
    let spent = |payment: &&Value| {
        let amount = |name: &str| payment[name].as_i64().unwrap_or_default();
        (amount("amount") - amount("amountRefunded")).max(0)
    };
    let one = match currencies.as_slice() {
        [one] => Some((paid.iter().map(spent).sum::<i64>(), (*one).clone())),
        _ => None,
    };
    let (total, currency) = one.unzip();
    let raw = customer["raw"].take();
    let card = &raw["invoice_settings"]["default_payment_method"]["card"];
    let more = json!({
        "paymentsCount": paid.len(), "lastPaymentAt": paid.iter().filter_map(time).max(), "totalSpend": total,
        "totalSpendCurrency": currency, "paymentMethodBrand": card["brand"], "paymentMethodLast4": card["last4"],
        "countryCode": raw["address"]["country"]
    });
    if let (Some(fields), Value::Object(more)) = (customer.as_object_mut(), more) {
        fields.remove("raw");
        fields.extend(more);
    }
}

/// The customer that stands for the subject that a body names.
pub(super) async fn customer_of(
    app: &App,
    provider: Provider,
    env: &str,
    body: &Map<String, Value>,
) -> Result<Option<Value>, Failure> {
    let whose = json!({
        "provider": provider.name(), "environment": env, "subject_type": subject(body, "type"),
        "subject_id": subject(body, "id")
    });
    let mapping = rows::find(&app.client, &MAPPING, &whose).await?;
    Ok(mapping.map(|mapping| mapping["providerCustomerId"].clone()))
}

/// Notes which customer stands for a subject.
pub(super) async fn map_customer(
    app: &App,
    provider: Provider,
    env: &str,
    subject: &(Value, Value),
    customer: &Value,
    known: Known,
) -> Result<bool, Failure> {
    if subject.0.is_null() || subject.1.is_null() || customer.is_null() {
        return Ok(false);
    }
    let row = json!({
        "provider": provider.name(), "environment": env, "subject_type": subject.0, "subject_id": subject.1,
        "provider_customer_id": customer
    });
    rows::insert(&app.client, &MAPPING, &row, known).await?;
    Ok(true)
}
