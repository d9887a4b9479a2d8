//! The page on which a customer keeps subscriptions.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::super::input::{Field, Rule, SUBJECT, needed, optional};
use super::super::lists::customer_of;
use super::super::provider::Provider::Stripe;
use super::super::rows::{self, Table};
use super::super::{asked, not_found, person, refused, subject, unauthorized, upstream};
use crate::app::App;
use crate::clock::iso_now;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, json_text};

const PORTAL: Table = Table {
    name: "stripe_customer_portal_sessions",
    key: &["id"],
    shown: "id environment status subject_type subject_id customer_id return_url configuration_id=configuration url \
            last_error @created_at @updated_at",
};

const NEW: &[Field] = &[
    needed("subject", SUBJECT),
    optional("returnUrl", Rule::Url("Return URL must be a valid URL")),
    optional("configuration", Rule::Text("", 255)),
];

pub(super) async fn create(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    let (caller, env, body) = asked(&app, &env, &headers, &bytes, NEW)?;
    let caller = person(caller, "Customer portal session creation requires a user token")?;
    if caller == Caller::Anon {
        return Err(unauthorized(
            "Customer portal sessions require an authenticated user",
        ));
    }
    let id = uuid::Uuid::new_v4().to_string();
    let row = json!({
        "id": id, "environment": env, "status": "initialized", "subject_type": subject(&body, "type"),
        "subject_id": subject(&body, "id"), "return_url": body.get("returnUrl"),
        "configuration_id": body.get("configuration"), "raw": {}, "created_at": iso_now(), "updated_at": iso_now()
    });
    let scope = app.payments.db.scope(&caller).await?;
    rows::ask(&scope.client, &PORTAL, &row)
        .await
        .map_err(|error| refused(&error, "Customer portal session creation", PORTAL.name))?;
    scope.commit().await?;
    let whose = json!({"id": id});
    match open(&app, env, &body).await {
        Ok(customer) => {
            let url = format!(
                "https://billing.stripe.com/p/session/{}",
                app.payments.lock().id("bps")
            );
            let set = json!({"status": "created", "customer_id": customer, "url": url});
            let session = rows::update(&app.client, &PORTAL, &set, &whose).await?;
            let answer = json!({"customerPortalSession": session});
            Ok(json_text(StatusCode::CREATED, answer.to_string()))
        }
        Err(failure) => {
            let set = json!({"status": "failed", "last_error": failure.message});
            rows::update(&app.client, &PORTAL, &set, &whose).await?;
            Err(failure)
        }
    }
}

/// The customer whose page can be made.
async fn open(app: &App, env: &'static str, body: &Map<String, Value>) -> Result<Value, Failure> {
    let customer = customer_of(app, Stripe, env, body)
        .await?
        .ok_or_else(|| not_found("No Stripe customer is mapped to this billing subject"))?;
    app.payments.lock().keys(Stripe, env)?;
    if let Some(id) = body.get("configuration").and_then(Value::as_str)
        && !id.starts_with("bpc_")
    {
        let message = format!("No such configuration: '{id}'");
        return Err(upstream(StatusCode::BAD_REQUEST, message));
    }
    Ok(customer)
}
