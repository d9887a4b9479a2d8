//! What the renderer sends, as PostgREST would read it behind the gateway.
//!
//! Reading order: [`gateway`] is what InsForge does to a query, [`grammar`] is PostgREST's grammar, both written for
//! these tests alone; [`things`] is the table; then the tables of requests, and the properties.
#![cfg(any(feature = "rustls", not(feature = "rustls-no-provider")))]

mod arbitrary;
mod ast;
mod calls;
mod constants;
mod gateway;
mod grammar;
mod hostile_names;
mod inserts;
mod logic;
mod operators;
mod properties;
mod reads;
mod rows;
mod splitting;
mod things;
mod writes;

use super::Answer;
use crate::http::Request;
use crate::schema::SelectItem;

/// A write's rows, with no word on what they embed.
fn rows(items: &[SelectItem]) -> Answer<'_> {
    Answer::Rows { items, scopes: &[] }
}

/// The decoded query, one `key=value` a parameter, as it leaves the client.
fn pairs(request: &Request) -> Vec<String> {
    request
        .query_pairs()
        .into_iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect()
}

/// The query as PostgREST reads it behind the gateway.
fn understood(request: &Request) -> ast::Query {
    let forwarded = gateway::forward(request.query());
    assert_eq!(
        forwarded.schema,
        None,
        "the gateway took a parameter as the schema: {}",
        request.target()
    );
    grammar::parse(&forwarded.pairs).unwrap_or_else(|error| panic!("{error}\nin {}", request.target()))
}

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers().get(name).map(|value| value.to_str().unwrap())
}
