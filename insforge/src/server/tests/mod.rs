//! Cookie sessions against a server that issues and renews tokens, and fails on demand.

mod accounts;
mod attributes;
#[cfg(feature = "axum")]
mod axum;
mod oauth;
mod refresh_route;
mod secrets;
mod together;
mod updates;

use std::fs;

use ::http::header::{COOKIE, SET_COOKIE};
use serde_json::Value;

use super::*;
use crate::auth::tests::issuer::{Issuer, Plan, token};
use crate::error::ErrorKind;
use crate::http::RetryPolicy;
use crate::http::tests::{Server, Step};

const ACCESS: &str = "insforge_access_token";
const REFRESH: &str = "insforge_refresh_token";
const VERIFIER: &str = "insforge_code_verifier";

/// The refresh token of a user's first session.
const FIRST: &str = "refresh-canary.ada.1";

/// An access token of Ada's that ends so many seconds from now.
fn access(left: i64) -> String {
    token("ada", 1, 900, left - 900)
}

fn sessions(issuer: &Issuer) -> CookieSessions {
    CookieSessions::new(&issuer.client())
}

/// Sessions of a server that does these steps.
async fn scripted(steps: impl IntoIterator<Item = Step>) -> (Server, CookieSessions) {
    let server = Server::start(steps).await;
    let client = client_of(&server.url);
    (server, CookieSessions::new(&client))
}

fn client_of(url: &str) -> Client {
    Client::builder(url)
        .retry(RetryPolicy::none())
        .anon_key("anon_canary")
        .build()
        .unwrap()
}

/// A URL where nobody listens.
async fn nowhere() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// An answer that was recorded from a real InsForge, with tokens that a cookie can hold.
fn recorded(case: &str) -> Step {
    let path = format!(
        "{}/../tests/fixtures/auth/{case}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let fixture: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let body = fixture["response"]["body"]
        .to_string()
        .replace("<jwt>", &access(900))
        .replace("<refresh>", FIRST);
    Step::answer(fixture["response"]["status"].as_u64().unwrap() as u16, "", &body)
}

/// A request with these cookies.
fn request(cookies: &[(&str, &str)]) -> HeaderMap {
    let pairs: Vec<String> = cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let mut headers = HeaderMap::new();
    if !pairs.is_empty() {
        headers.insert(COOKIE, pairs.join("; ").parse().unwrap());
    }
    headers
}

/// What the request's `Cookie` header says now.
fn cookies_of(request: &HeaderMap) -> &str {
    request.get(COOKIE).map_or("", |value| value.to_str().unwrap())
}

/// The `Set-Cookie` headers as a browser gets them.
fn lines(cookies: SetCookies) -> Vec<String> {
    let mut headers = HeaderMap::new();
    cookies.apply(&mut headers);
    set_cookies(&headers)
}

fn set_cookies(headers: &HeaderMap) -> Vec<String> {
    let values = headers.get_all(SET_COOKIE).iter();
    values.map(|value| value.to_str().unwrap().to_owned()).collect()
}

/// Name, value and attributes of a `Set-Cookie` header, the attributes in order.
fn parts(line: &str) -> (&str, &str, Vec<&str>) {
    let mut pieces = line.split("; ");
    let (name, value) = pieces.next().unwrap().split_once('=').unwrap();
    let mut attributes: Vec<&str> = pieces.collect();
    attributes.sort_unstable();
    (name, value, attributes)
}

/// Whether these headers remove the cookies of these names and do nothing else.
fn remove(lines: &[String], names: &[&str]) -> bool {
    lines.len() == names.len()
        && lines.iter().zip(names).all(|(line, name)| {
            let (found, value, attributes) = parts(line);
            found == *name
                && value.is_empty()
                && attributes.contains(&"Expires=Thu, 01 Jan 1970 00:00:00 GMT")
                && attributes.contains(&"Max-Age=0")
                && attributes.contains(&"Path=/")
        })
}
