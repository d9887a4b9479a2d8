//! Subscriptions: made and changed at Razorpay as far as policies let the user, and kept in the table.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::{Value, json};

use super::super::input::{self, Field, Rule, SUBJECT, check_notes, needed, nullable, optional};
use super::super::list_query::{self, ListQuery};
use super::super::lists::map_customer;
use super::super::provider::Provider::Razorpay;
use super::super::rows::{self, Known, Table};
use super::super::{
    asked, attributed, not_found, person, refused, subject, subject_of, unauthorized, upstream, world,
};
use super::catalog::unknown;
use super::{URL, buyer, check_proof, now, options, proof_fields, text, time};
use crate::app::App;
use crate::clock::iso_now;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, json_text, ok};

pub(super) const SUBSCRIPTION: Table = Table {
    name: "razorpay_subscriptions",
    key: &["environment", "subscription_id"],
    shown: "environment subscription_id plan_id customer_id subject_type subject_id status @current_start \
            @current_end @ended_at quantity @charge_at @start_at @end_at total_count auth_attempts paid_count \
            remaining_count short_url has_scheduled_changes @change_scheduled_at offer_id authorization_payment_id \
            @authorization_verified_at notes @provider_created_at @synced_at @created_at @updated_at",
};

const NEW: &[Field] = &{
    let [description, name, email, contact, _, notes] = buyer();
    [
        needed("planId", Rule::Text("Razorpay plan id is required", usize::MAX)),
        optional("totalCount", Rule::Whole(1, i64::MAX)),
        optional("endAt", Rule::Whole(1, i64::MAX)),
        optional("quantity", Rule::Whole(1, i64::MAX)),
        optional("startAt", Rule::Whole(1, i64::MAX)),
        optional("expireBy", Rule::Whole(1, i64::MAX)),
        optional("customerNotify", Rule::Flag),
        nullable("offerId", Rule::Text("", 255)),
        description,
        needed("subject", SUBJECT),
        name,
        email,
        contact,
        nullable("callbackUrl", URL),
        notes,
    ]
};

const PROOF: &[Field] = &proof_fields(needed(
    "subscriptionId",
    Rule::Text("Razorpay subscription id is required", usize::MAX),
));

pub(super) async fn list(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let env = world(&env)?;
    let query = ListQuery::read(query.as_deref(), list_query::SUBJECT)?;
    let (client, whose) = (&app.client, query.whose(env));
    let all = rows::list(client, &SUBSCRIPTION, &whose, "t.updated_at desc", query.limit).await?;
    Ok(ok(&json!({"subscriptions": all})))
}

pub(super) async fn create(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    let (caller, env, body) = asked(&app, &env, &headers, &bytes, NEW)?;
    if !body.contains_key("totalCount") && !body.contains_key("endAt") {
        return Err(Failure::invalid_input(
            "(root): Either totalCount or endAt is required",
        ));
    }
    check_notes(&body, "notes", "Notes")?;
    let refusal = "Razorpay subscription creation requires a user token";
    let caller = person(caller, refusal)?;
    if caller == Caller::Anon {
        return Err(unauthorized(refusal));
    }
    let notes = attributed(body.get("notes"), &body);
    // The row is not kept: it only asks the policies.
    let probe = json!({
        "id": uuid::Uuid::new_v4().to_string(), "environment": env,
        "subscription_id": format!("probe_{}", uuid::Uuid::new_v4().simple()), "plan_id": body["planId"],
        "subject_type": subject(&body, "type"), "subject_id": subject(&body, "id"), "status": "created",
        "quantity": body.get("quantity"), "total_count": body.get("totalCount"), "notes": notes, "raw": {},
        "has_scheduled_changes": false, "synced_at": iso_now(), "created_at": iso_now(), "updated_at": iso_now()
    });
    let scope = app.payments.db.scope(&caller).await?;
    rows::ask(&scope.client, &SUBSCRIPTION, &probe)
        .await
        .map_err(|error| refused(&error, "Razorpay subscription creation", SUBSCRIPTION.name))?;
    drop(scope);
    let (key, made) = {
        let mut state = app.payments.lock();
        let key = state.keys(Razorpay, env)?.id;
        if state.get(Razorpay, env, "plan", text(&body, "planId")).is_none() {
            return Err(unknown());
        }
        let id = state.id("sub");
        let count = body.get("totalCount").and_then(Value::as_u64);
        let made = json!({
            "id": id, "entity": "subscription", "plan_id": body["planId"], "customer_id": null, "status": "created",
            "quantity": body.get("quantity").unwrap_or(&json!(1)), "total_count": count, "paid_count": 0,
            "remaining_count": count, "auth_attempts": 0, "start_at": body.get("startAt"), "end_at": body.get("endAt"),
            "offer_id": body.get("offerId"), "short_url": format!("https://rzp.io/i/{id}"),
            "has_scheduled_changes": false, "notes": notes, "created_at": now()
        });
        state.put(Razorpay, env, "subscription", &id, made.clone());
        (key, made)
    };
    let subject = (subject(&body, "type"), subject(&body, "id"));
    let row = keep(&app, env, &made, Some(subject)).await?;
    let checkout = json!({"key": key, "subscription_id": made["id"]});
    let answer = json!({"subscription": row, "checkoutOptions": options(checkout, &body)});
    Ok(json_text(StatusCode::CREATED, answer.to_string()))
}

pub(super) async fn verify(
    State(app): State<Arc<App>>,
    Path(env): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    let (caller, env, body) = asked(&app, &env, &headers, &bytes, PROOF)?;
    person(caller, "Razorpay subscription verification requires a user token")?;
    let (id, payment) = (text(&body, "subscriptionId"), text(&body, "paymentId"));
    // Orders put their id first, subscriptions the payment's.
    let signed = format!("{payment}|{id}");
    check_proof(
        &app,
        env,
        &signed,
        &body,
        "Invalid Razorpay subscription signature",
    )?;
    let whose = json!({"environment": env, "subscription_id": id});
    let found = rows::find(&app.client, &SUBSCRIPTION, &whose)
        .await?
        .ok_or_else(|| not_found(format!("Razorpay {env} subscription not found: {id}")))?;
    let status = match found["status"].as_str() {
        Some("created") => "authenticated",
        other => other.unwrap_or_default(),
    };
    let set = json!({
        "status": status, "authorization_payment_id": payment, "authorization_verified_at": iso_now()
    });
    let row = rows::update(&app.client, &SUBSCRIPTION, &set, &whose).await?;
    Ok(ok(&json!({"verified": true, "subscription": row})))
}

pub(super) async fn change(
    State(app): State<Arc<App>>,
    Path((env, id, verb)): Path<(String, String, String)>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    let body = input::parse(&headers, &bytes)?;
    let (fields, deed): (&[Field], _) = match verb.as_str() {
        "cancel" => (&[optional("cancelAtCycleEnd", Rule::Flag)], "cancellation"),
        "pause" | "resume" => (&[], verb.as_str()),
        _ => {
            Caller::admin(&app, &headers)?;
            return Err(Failure::new(
                StatusCode::NOT_FOUND,
                "NOT_FOUND",
                "Endpoint not found",
            ));
        }
    };
    let caller = Caller::any(&app, &headers)?;
    let env = world(&env)?;
    let body = input::check(body, fields)?;
    let caller = person(
        caller,
        &format!("Razorpay subscription {deed} requires a user token"),
    )?;
    if caller == Caller::Anon {
        let refusal = "Razorpay subscription management requires a user token";
        return Err(unauthorized(refusal));
    }
    let subject = allowed(&app, env, &id, &caller).await?;
    let later = body.get("cancelAtCycleEnd") == Some(&json!(true));
    let changed = {
        let mut state = app.payments.lock();
        state.keys(Razorpay, env)?;
        let place = (Razorpay, env, "subscription", id);
        let one = state.objects.get_mut(&place).ok_or_else(unknown)?;
        let status = one["status"].as_str().unwrap_or_default();
        let (fits, next) = match verb.as_str() {
            "pause" => (status == "active", "paused"),
            "resume" => (status == "paused", "active"),
            _ => (
                !["cancelled", "completed", "expired"].contains(&status),
                "cancelled",
            ),
        };
        if !fits {
            let message = format!("Subscription cannot be {next} when it is in {status} state");
            return Err(upstream(StatusCode::BAD_REQUEST, message));
        }
        if verb == "cancel" && later {
            one["has_scheduled_changes"] = json!(true);
            one["change_scheduled_at"] = one["current_end"].clone();
        } else {
            one["status"] = json!(next);
        }
        if one["status"] == "cancelled" {
            one["ended_at"] = json!(now());
        }
        one.clone()
    };
    let row = keep(&app, env, &changed, Some(subject)).await?;
    Ok(ok(&json!({"subscription": row})))
}

/// Asks the policies whether the caller may change a subscription, by a change of nothing that is undone.
async fn allowed(app: &App, env: &str, id: &str, caller: &Caller) -> Result<(Value, Value), Failure> {
    let scope = app.payments.db.scope(caller).await?;
    let sql = "update payments.razorpay_subscriptions set updated_at = updated_at \
               where environment = $1 and subscription_id = $2 returning subject_type, subject_id";
    let found = scope
        .client
        .query_opt(sql, &[&env, &id])
        .await
        .map_err(|error| refused(&error, "Razorpay subscription management", SUBSCRIPTION.name))?;
    let row = found.ok_or_else(|| {
        not_found(format!(
            "Razorpay {env} subscription not found or not manageable: {id}"
        ))
    })?;
    let text = |column: usize| json!(row.get::<_, Option<String>>(column));
    Ok((text(0), text(1)))
}

/// Keeps a subscription as Razorpay writes it.
pub(super) async fn keep(
    app: &App,
    env: &str,
    one: &Value,
    subject: Option<(Value, Value)>,
) -> Result<Value, Failure> {
    let subject = match subject.filter(|(kind, _)| !kind.is_null()) {
        Some(subject) => subject,
        None => subject_of(app, Razorpay, env, &one["notes"], &one["customer_id"]).await?,
    };
    let mut row = json!({
        "environment": env, "subscription_id": one["id"], "subject_type": subject.0, "subject_id": subject.1,
        "has_scheduled_changes": one["has_scheduled_changes"] == true, "raw": one,
        "notes": one.get("notes").unwrap_or(&json!({})), "provider_created_at": time(&one["created_at"]),
        "synced_at": iso_now()
    });
    for name in [
        "plan_id",
        "customer_id",
        "status",
        "quantity",
        "total_count",
        "auth_attempts",
        "paid_count",
        "remaining_count",
        "short_url",
        "offer_id",
    ] {
        row[name] = one[name].clone();
    }
    for name in [
        "current_start",
        "current_end",
        "ended_at",
        "charge_at",
        "start_at",
        "end_at",
        "change_scheduled_at",
    ] {
        row[name] = time(&one[name]);
    }
    let kept = rows::keep(&app.client, &SUBSCRIPTION, &row).await?;
    map_customer(app, Razorpay, env, &subject, &one["customer_id"], Known::Replace).await?;
    Ok(kept)
}
