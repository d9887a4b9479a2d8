//! What ends a session, and what does not.

use std::time::Duration;

use super::issuer::{EXPIRED, Issuer, Plan};
use super::renewal::{caller, read};
use crate::auth::{Session, SessionState};
use crate::client::Client;
use crate::error::ErrorKind;
use crate::http::RetryPolicy;

#[tokio::test]
async fn an_outage_keeps_the_session_and_is_reported() {
    let issuer = Issuer::start().await;
    let client = issuer.signed_in("ada").await;
    let auth = client.auth();
    for (plan, kind) in [
        (Plan::Answer(429, "", "{}"), ErrorKind::RateLimited),
        (
            Plan::Answer(500, "", r#"{"error":"INTERNAL_ERROR"}"#),
            ErrorKind::Server,
        ),
        (
            Plan::Answer(502, "", "<html><title>Bad Gateway</title></html>"),
            ErrorKind::Unavailable,
        ),
        (Plan::Answer(503, "", ""), ErrorKind::Unavailable),
        (Plan::Answer(404, "", "<html></html>"), ErrorKind::NotFound),
        (
            Plan::Answer(400, "", r#"{"error":"INVALID_INPUT","message":"x"}"#),
            ErrorKind::Invalid,
        ),
        (
            Plan::Answer(200, "", "<!doctype html><title>Login</title>"),
            ErrorKind::Decode,
        ),
        (Plan::Answer(200, "", "{}"), ErrorKind::Decode),
        (Plan::Answer(200, "", ""), ErrorKind::Decode),
        (Plan::Answer(302, "location: /login\r\n", ""), ErrorKind::Config),
        (Plan::Close, ErrorKind::Interrupted),
    ] {
        issuer.plan(plan.clone());
        let error = auth.refresh_session().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(auth.state(), SessionState::SignedIn, "{error}");
        // A call whose token the server has refused reports why there is no other.
        issuer.expire("ada");
        issuer.plan(plan);
        let error = caller(&client).send(read()).await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (kind, Some("test.call")));
    }
    caller(&client).send(read()).await.unwrap();
}

#[tokio::test]
async fn only_the_refresh_route_s_401_or_403_ends_the_session() {
    for status in [401, 403] {
        let issuer = Issuer::start().await;
        let client = issuer.signed_in("ada").await;
        let auth = client.auth();
        issuer.book().gateway = Some((403, EXPIRED));
        caller(&client).send(read()).await.unwrap_err();
        assert!(auth.session().is_some());
        issuer.plan(Plan::Answer(status, "", EXPIRED));
        let error = auth.refresh_session().await.unwrap_err();
        assert_eq!(error.status(), Some(status));
        assert!(auth.session().is_none());
        assert_eq!(auth.state(), SessionState::Expired { renewable: false });
    }
}

/// A client with a session of a project that cannot be reached at this address.
async fn unreachable(url: &str) -> Client {
    let issuer = Issuer::start().await;
    let session = issuer.signed_in("ada").await.auth().session().unwrap();
    let client = Client::builder(url)
        .allow_insecure_http()
        .connect_timeout(Duration::from_millis(500))
        .header_timeout(Duration::from_millis(500))
        .retry(RetryPolicy::none())
        .anon_key("anon_canary")
        .build()
        .unwrap();
    client
        .auth()
        .restore(Session::from_json(&session.to_json()).unwrap())
        .await;
    client
}

#[tokio::test]
async fn a_name_that_does_not_resolve_keeps_the_session() {
    let client = unreachable("http://nowhere.invalid").await;
    let error = client.auth().refresh_session().await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Connect | ErrorKind::Timeout),
        "{error}"
    );
    assert!(client.auth().session().is_some());
}

#[tokio::test]
async fn a_refused_connection_and_a_silent_server_keep_the_session() {
    let client = unreachable("http://127.0.0.1:9").await;
    assert_eq!(
        client.auth().refresh_session().await.unwrap_err().kind(),
        ErrorKind::Connect
    );
    assert!(client.auth().session().is_some());

    let issuer = Issuer::start().await;
    let client = unreachable(&issuer.url).await;
    issuer.plan(Plan::Hang);
    let error = client.auth().refresh_session().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(client.auth().session().is_some());
}

#[tokio::test]
async fn all_who_wait_get_the_same_error() {
    let issuer = Issuer::start().await;
    let client = issuer.signed_in("ada").await;
    issuer.plan(Plan::Answer(
        503,
        "retry-after: 7\r\n",
        r#"{"error":"X","message":"down"}"#,
    ));
    let auth = client.auth();
    let refreshes = futures_util::future::join_all((0..50).map(|_| auth.refresh_session())).await;
    for refreshed in refreshes {
        let error = refreshed.unwrap_err();
        assert_eq!(
            (error.status(), error.code(), error.message(), error.retry_after()),
            (Some(503), Some("X"), "down", Some(Duration::from_secs(7)))
        );
    }
    assert_eq!(issuer.refreshes(), 1);
}
