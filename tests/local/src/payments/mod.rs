//! Payments: what InsForge keeps of them in the schema `payments`, and behind it a fake Stripe and a fake Razorpay that
//! check their input, remember what they made and report what happens. Until an administrator sets their keys the routes
//! answer as an unconfigured project does.

mod account;
pub(crate) mod controls;
mod input;
mod keys;
mod list_query;
mod lists;
mod provider;
mod razorpay;
mod rows;
mod signature;
mod stripe;
mod webhooks;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use self::provider::{Keys, Provider};
use crate::app::App;
use crate::credentials::Caller;
use crate::error::Error;
use crate::reply::Failure;
use crate::storage::scope::StorageDb;

pub(crate) struct Payments {
    state: Mutex<State>,
    /// Inserts with the rights of users, for policies to judge.
    db: StorageDb,
    /// One checkout after the other, so that two with one key make one session.
    turn: tokio::sync::Mutex<()>,
}

/// What the providers know.
#[derive(Default)]
struct State {
    keys: HashMap<(Provider, &'static str), Keys>,
    /// Objects by provider, world, sort and id, as the provider itself writes them.
    objects: BTreeMap<(Provider, &'static str, &'static str, String), Value>,
    /// Requests by world and idempotency key, and what came of them.
    keyed: HashMap<(&'static str, String), (Value, Value)>,
    made: u64,
}

impl Payments {
    pub(crate) async fn connect(database_url: &str) -> Result<Self, Error> {
        Ok(Self {
            state: Mutex::default(),
            db: StorageDb::connect(database_url).await?,
            turn: tokio::sync::Mutex::default(),
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The next id of a sort, such as `cs_1`.
    fn id(&mut self, sort: &str) -> String {
        self.made += 1;
        format!("{sort}_{}", self.made)
    }

    /// The keys of an account, without which the provider cannot be asked.
    fn keys(&self, provider: Provider, env: &'static str) -> Result<Keys, Failure> {
        self.keys.get(&(provider, env)).cloned().ok_or_else(|| {
            Failure::new(
                StatusCode::BAD_REQUEST,
                provider.unset_code(),
                provider.unset(env),
            )
        })
    }

    fn put(&mut self, provider: Provider, env: &'static str, sort: &'static str, id: &str, object: Value) {
        self.objects.insert((provider, env, sort, id.to_owned()), object);
    }

    fn get(&self, provider: Provider, env: &'static str, sort: &'static str, id: &str) -> Option<&Value> {
        self.objects.get(&(provider, env, sort, id.to_owned()))
    }

    fn all(&self, provider: Provider, env: &'static str, sort: &'static str) -> Vec<Value> {
        let mine = self
            .objects
            .iter()
            .filter(|((of, world, kind, _), _)| *of == provider && *world == env && *kind == sort);
        mine.map(|(_, object)| object.clone()).collect()
    }
}

pub(crate) fn routes() -> Router<Arc<App>> {
    account::routes(Provider::Stripe)
        .merge(account::routes(Provider::Razorpay))
        .merge(keys::routes(Provider::Stripe))
        .merge(keys::routes(Provider::Razorpay))
        .merge(lists::routes(Provider::Stripe))
        .merge(lists::routes(Provider::Razorpay))
        .merge(stripe::routes())
        .merge(razorpay::routes())
        .merge(webhooks::routes())
}

/// The world that a path names.
fn world(env: &str) -> Result<&'static str, Failure> {
    match env {
        "test" => Ok("test"),
        "live" => Ok("live"),
        _ => Err(Failure::invalid_input(format!(
            "environment: Invalid enum value. Expected 'test' | 'live', received '{env}'"
        ))),
    }
}

/// What a user's call brings: who calls, in which world, and the body. A body that is no object is refused before it is
/// asked who calls.
fn asked(
    app: &App,
    env: &str,
    headers: &HeaderMap,
    bytes: &bytes::Bytes,
    fields: &[input::Field],
) -> Result<(Caller, &'static str, Map<String, Value>), Failure> {
    let given = input::parse(headers, bytes)?;
    let caller = Caller::any(app, headers)?;
    let env = world(env)?;
    Ok((caller, env, input::check(given, fields)?))
}

/// A person, or at least no key of an administrator.
fn person(caller: Caller, refusal: &str) -> Result<Caller, Failure> {
    if caller.is_admin() {
        return Err(unauthorized(refusal));
    }
    Ok(caller)
}

fn unauthorized(refusal: &str) -> Failure {
    Failure::new(StatusCode::UNAUTHORIZED, "AUTH_INVALID_CREDENTIALS", refusal)
}

/// What a provider itself refuses.
fn upstream(status: StatusCode, message: impl Into<String>) -> Failure {
    Failure::new(status, "UPSTREAM_FAILURE", message)
}

fn not_found(message: impl Into<String>) -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "PAYMENT_NOT_FOUND", message)
}

/// What a policy, or the lack of a grant, makes of a row by which a user asks for something.
fn refused(error: &tokio_postgres::Error, what: &str, table: &str) -> Failure {
    if error.code() == Some(&tokio_postgres::error::SqlState::INSUFFICIENT_PRIVILEGE) {
        let message = format!("{what} is not allowed by payments.{table} RLS policies");
        return Failure::new(StatusCode::FORBIDDEN, "AUTH_UNAUTHORIZED", message);
    }
    crate::rawsql::errors::failure(error)
}

/// A part of the subject that a body names.
fn subject(body: &Map<String, Value>, part: &str) -> Value {
    let subject = body.get("subject").and_then(|subject| subject.get(part));
    subject.cloned().unwrap_or(Value::Null)
}

/// Notes with the subject among them, as the provider keeps it.
fn attributed(notes: Option<&Value>, body: &Map<String, Value>) -> Map<String, Value> {
    let mut notes = notes.and_then(Value::as_object).cloned().unwrap_or_default();
    for part in ["type", "id"] {
        if let text @ Value::String(_) = subject(body, part) {
            notes.insert(format!("insforge_subject_{part}"), text);
        }
    }
    notes
}

/// Both parts of the subject that the provider's notes name, else the subject that the customer is mapped to.
async fn subject_of(
    app: &App,
    provider: Provider,
    env: &str,
    notes: &Value,
    customer: &Value,
) -> Result<(Value, Value), Failure> {
    let (kind, id) = (&notes["insforge_subject_type"], &notes["insforge_subject_id"]);
    if kind.is_string() && id.is_string() {
        return Ok((kind.clone(), id.clone()));
    }
    if customer.is_null() {
        return Ok((Value::Null, Value::Null));
    }
    let whose = serde_json::json!({
        "provider": provider.name(), "environment": env, "provider_customer_id": customer
    });
    let mapping = rows::find(&app.client, &lists::MAPPING, &whose)
        .await?
        .unwrap_or_default();
    Ok((mapping["subjectType"].clone(), mapping["subjectId"].clone()))
}

/// The JSON of a body, checked against what the route knows.
fn body(
    headers: &HeaderMap,
    bytes: &bytes::Bytes,
    fields: &[input::Field],
) -> Result<Map<String, Value>, Failure> {
    input::check(input::parse(headers, bytes)?, fields)
}
