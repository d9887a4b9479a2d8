//! A web server's sessions while InsForge fails, and through the fake provider.

use std::time::Duration;

use axum::Router;
use axum::routing::get;
use futures_util::future::join_all;
use insforge::Client;
use insforge::http::RetryPolicy;
use insforge::server::CookieSessions;
use insforge_local::{Fault, Local};
use serde_json::json;

use super::auth::{walk, with_google};
use super::local;
use crate::server::{Browser, me, with_sessions};

const ACCESS: &str = "insforge_access_token";
const REFRESH: &str = "insforge_refresh_token";

fn app(local: &Local) -> Router {
    let client = Client::builder(local.url())
        .retry(RetryPolicy::none())
        .anon_key(local.anon_key())
        .build()
        .expect("a client");
    with_sessions(Router::new().route("/me", get(me)), &CookieSessions::new(&client))
}

async fn signed_in(app: &Router) -> Browser {
    let mut browser = Browser::new(app.clone());
    let account = json!({"email": "ada@example.com", "password": "Correct-Horse-7!"});
    let answer = browser.post("/api/auth/sign-up", account).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    browser
}

fn refreshes(local: &Local) -> usize {
    let requests = local.requests();
    requests
        .iter()
        .filter(|request| request.path() == "/api/auth/refresh")
        .count()
}

#[tokio::test]
async fn an_outage_keeps_the_browser_signed_in_and_a_refusal_ends_its_session() {
    let local = local().await;
    let mut browser = signed_in(&app(&local)).await;
    browser.set(ACCESS, "");
    let refresh = browser.cookie(REFRESH).expect("a cookie").to_owned();
    for fault in [
        Fault::Status(500, "{}".into(), Vec::new()),
        Fault::Status(503, String::new(), Vec::new()),
        Fault::Status(429, "{}".into(), vec![("retry-after".into(), "60".into())]),
        Fault::Status(200, "<html>".into(), Vec::new()),
        Fault::Reset,
        Fault::Truncate(10),
    ] {
        // Once for the layer, once for the route.
        local.faults().push("/api/auth/refresh", 2, fault.clone());
        let answer = browser.post("/api/auth/refresh", json!({})).await;
        assert_eq!(answer.status, 503, "{fault:?}: {}", answer.text);
        assert_eq!(
            (browser.cookie(REFRESH), browser.cookie(ACCESS)),
            (Some(refresh.as_str()), None)
        );
    }
    assert_eq!(browser.get("/me").await.status, 200);
    let refresh = browser.cookie(REFRESH).expect("a cookie").to_owned();
    local.tokens().revoke(refresh);
    browser.set(ACCESS, "");
    assert_eq!(browser.get("/me").await.status, 401);
    assert_eq!(browser.cookie(REFRESH), None);
}

#[tokio::test]
async fn the_parts_of_a_page_renew_one_session_once() {
    let local = local().await;
    let app = app(&local);
    let browser = signed_in(&app).await;
    let refresh = browser.cookie(REFRESH).expect("a cookie").to_owned();
    local.clear_requests();
    // The first renewal takes a while, so that all parts meet it.
    local
        .faults()
        .push("/api/auth/refresh", 1, Fault::Delay(Duration::from_millis(500)));
    let parts = (0..10).map(|_| {
        let mut part = Browser::new(app.clone());
        part.set(REFRESH, &refresh);
        async move {
            let answer = part.get("/me").await;
            (answer.text, part.cookie(ACCESS).map(str::to_owned))
        }
    });
    let parts = join_all(parts).await;
    assert!(
        parts.iter().all(|part| *part == parts[0] && part.1.is_some()),
        "{parts:?}"
    );
    assert_eq!(refreshes(&local), 1);
}

#[tokio::test]
async fn the_provider_signs_in_once_and_only_the_browser_that_asked() {
    let local = with_google().await;
    let app = app(&local);
    let mut browser = Browser::new(app.clone());
    let start = browser.get("/api/auth/oauth/google?next=/me").await;
    assert_eq!(start.status, 303, "{}", start.text);
    let approve = [("decision", "approve"), ("user", "ada@example.com")];
    let back = walk(&start.location, &approve).await;
    let callback = back
        .strip_prefix("https://app.example.com")
        .expect("the callback")
        .to_owned();

    // Somebody else who learns of the link gets nothing by it, and does not use the code up.
    let mut thief = Browser::new(app.clone());
    assert_eq!(thief.get(&callback).await.location, "/?error=INVALID_INPUT");
    assert_eq!(thief.cookie(ACCESS), None);
    assert_eq!(browser.get(&callback).await.location, "/me");
    assert_eq!(browser.get("/me").await.status, 200);

    // The code is used up, and so is the cookie.
    assert_eq!(browser.get(&callback).await.location, "/?error=INVALID_INPUT");
    // Nor does it work with the verifier of another start.
    thief.get("/api/auth/oauth/google").await;
    assert_eq!(thief.get(&callback).await.location, "/?error=WRONG_CODE");

    let start = thief.get("/api/auth/oauth/google?next=/me").await;
    let back = walk(&start.location, &[("decision", "deny")]).await;
    let callback = back
        .strip_prefix("https://app.example.com")
        .expect("the callback");
    assert_eq!(thief.get(callback).await.location, "/me?error=WRONG_CREDENTIALS");
    assert_eq!(thief.cookie(ACCESS), None);
}
