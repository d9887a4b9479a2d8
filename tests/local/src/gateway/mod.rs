//! The gateway in front of PostgREST: `/api/database/records/{table}` and `/api/database/rpc/{function}`.

pub(crate) mod empty_strings;
pub(crate) mod forward;
pub(crate) mod json_numbers;
pub(crate) mod logic_tree;
pub(crate) mod query;
pub(crate) mod schema_choice;
pub(crate) mod select_list;
pub(crate) mod strict;
pub(crate) mod table_facts;

use std::sync::Arc;

use axum::extract::{RawPathParams, RawQuery, State};
use axum::http::{HeaderMap, Method, StatusCode};
use bytes::Bytes;

use crate::app::App;
use crate::body;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure};
use forward::Forward;
use query::Query;
use strict::Look;
use table_facts::TableFacts;

/// The two halves of the data API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Half {
    Records,
    Rpc,
}

/// `ANY /api/database/records/{table}`
pub(crate) async fn records(
    State(app): State<Arc<App>>,
    method: Method,
    path: RawPathParams,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    gateway(
        &app,
        Half::Records,
        &method,
        &path,
        query.as_deref(),
        headers,
        &body,
    )
    .await
}

/// `ANY /api/database/rpc/{function}`
pub(crate) async fn rpc(
    State(app): State<Arc<App>>,
    method: Method,
    path: RawPathParams,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    gateway(&app, Half::Rpc, &method, &path, query.as_deref(), headers, &body).await
}

async fn gateway(
    app: &App,
    half: Half,
    method: &Method,
    path: &RawPathParams,
    query: Option<&str>,
    mut headers: HeaderMap,
    body: &Bytes,
) -> Answer {
    if app.strict {
        strict::check_encoding(&headers)?;
    }
    // The body is read before anything else, as in the real server: bad JSON is reported even without a token.
    let text = body::json(&headers, body)?;
    let caller = Caller::any(app, &headers)?;
    let name = valid_name(path, half)?;
    let mut query = Query::parse(query);
    let schema = schema_choice::choose(method, &mut query, &mut headers, app.strict)?;
    let writes = matches!(*method, Method::POST | Method::PUT | Method::PATCH);
    let mut sent = writes.then(|| text.to_owned());
    let facts = TableFacts::load(app, half, method, &schema, &name, &query, sent.as_deref()).await?;
    if app.strict {
        strict::check(&Look {
            half,
            method,
            name: &name,
            headers: &headers,
            query: &query,
            raw: body,
            body: text,
            facts: &facts,
        })?;
    } else if half == Half::Records
        && let Some(body) = sent.as_mut()
    {
        empty_strings::drop_from(body, &facts);
    }
    let answer = Forward {
        half,
        method,
        name: &name,
        query: &query,
        headers: &headers,
        body: sent,
        caller: &caller,
    };
    answer.send(app).await
}

/// The table's or function's name, decoded, as far as the backend accepts it.
fn valid_name(path: &RawPathParams, half: Half) -> Result<String, Failure> {
    let name = path
        .iter()
        .next()
        .map(|(_, value)| value.to_owned())
        .unwrap_or_default();
    let kind = match half {
        Half::Records => "table",
        Half::Rpc => "function",
    };
    let fault = |message: &str, hint: &str| {
        Failure::new(
            StatusCode::BAD_REQUEST,
            "DATABASE_VALIDATION_ERROR",
            format!("Invalid {kind} name: {message}"),
        )
        .hint(hint)
    };
    if name.trim().is_empty() {
        return Err(fault(
            "cannot be empty",
            &format!("Please provide a valid {kind} name"),
        ));
    }
    if name.chars().any(|c| c == '"' || c.is_ascii_control()) {
        return Err(fault(
            "cannot contain quotes or control characters",
            &format!(
                "The {kind} name cannot contain double quotes or control characters (tabs, newlines, etc.)"
            ),
        ));
    }
    Ok(name)
}
