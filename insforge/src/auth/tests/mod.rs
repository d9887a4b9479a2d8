//! Sign-up, sign-in and the session, against recorded answers.

mod calls;
mod cancellation;
mod clock;
mod events;
mod interleaving;
mod isolation;
pub(crate) mod issuer;
mod late;
mod outage;
mod provider;
mod renewal;
mod secrets;
mod stores;
#[cfg(feature = "verify")]
pub(crate) mod verify;

use std::fs;

use serde_json::Value;

use super::*;
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::http::tests::{Server, Step};

/// The recorded answer of this name, with tokens that a header can carry.
fn recorded(case: &str, mark: &str) -> Step {
    let path = format!(
        "{}/../tests/fixtures/auth/{case}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let fixture: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let body = fixture["response"]["body"].to_string();
    let body = body.replace("<jwt>", &format!("access-canary-{mark}"));
    let body = body.replace("<refresh>", &format!("refresh-canary-{mark}"));
    Step::answer(fixture["response"]["status"].as_u64().unwrap() as u16, "", &body)
}

async fn client(steps: impl IntoIterator<Item = Step>) -> (Server, Client) {
    let server = Server::start(steps).await;
    let client = Client::new(&server.url, "anon_canary").unwrap();
    (server, client)
}

fn bearer(request: &str) -> &str {
    request
        .split_once("authorization: Bearer ")
        .unwrap()
        .1
        .lines()
        .next()
        .unwrap()
}

#[tokio::test]
async fn acts_as_the_user_after_sign_in_and_as_anon_after_sign_out() {
    let user = recorded("current-session-user", "");
    let done = Step::answer(200, "", r#"{"success":true,"message":"ok"}"#);
    let (server, client) = client([
        recorded("sign-in-ok", "1"),
        user,
        done,
        Step::answer(200, "", "[]"),
    ])
    .await;
    let clone = client.clone();

    let session = client
        .auth()
        .sign_in_with_password("ada@example.com", "pw")
        .await
        .unwrap();
    assert_eq!(session.access_token(), "access-canary-1");
    assert_eq!(session.refresh_token(), Some("refresh-canary-1"));
    assert_eq!(session.user.profile["name"], "Alice");
    assert_eq!(session.user.providers, ["email"]);
    assert!(!session.user.email_verified && session.user.created_at.is_some());

    let current = clone.auth().get_current_user().await.unwrap();
    assert_eq!(current, session.user);
    clone.auth().sign_out().await.unwrap();
    assert!(client.auth().session().is_none());
    clone.auth().sign_out().await.unwrap();

    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    assert!(seen[0].starts_with("POST /api/auth/sessions?client_type=server HTTP/1.1\r\n"));
    assert!(seen[0].ends_with(r#"{"email":"ada@example.com","password":"pw"}"#));
    assert!(seen[1].starts_with("GET /api/auth/sessions/current HTTP/1.1\r\n"));
    assert!(seen[2].starts_with("POST /api/auth/logout?client_type=server HTTP/1.1\r\n"));
    assert_eq!(
        seen.iter().map(|r| bearer(r)).collect::<Vec<_>>(),
        ["anon_canary", "access-canary-1", "access-canary-1"]
    );
}

#[tokio::test]
async fn a_sign_out_that_the_server_fails_is_one_all_the_same_and_says_so() {
    for (failure, kind) in [
        (Step::answer(500, "", ""), ErrorKind::Server),
        (Step::answer(503, "", ""), ErrorKind::Unavailable),
        (Step::Close, ErrorKind::Interrupted),
    ] {
        let (server, client) =
            client([recorded("sign-in-ok", "1"), failure, Step::answer(200, "", "[]")]).await;
        let auth = client.auth();
        auth.sign_in_with_password("ada@example.com", "pw").await.unwrap();
        assert_eq!(auth.sign_out().await.unwrap_err().kind(), kind);
        assert!(auth.session().is_none());
        // Nobody is signed in, so there is nothing more to say to the server.
        auth.sign_out().await.unwrap();
        assert_eq!(server.hits(), 2);
    }
}

#[tokio::test]
async fn sign_up_signs_in_or_waits_for_the_mail() {
    let (server, client) = client([
        recorded("sign-up-ok", "1"),
        recorded("sign-up-verification-on", ""),
        recorded("sign-up-duplicate", ""),
        Step::answer(200, "", "{}"),
    ])
    .await;
    let auth = client.auth();
    let SignUp::SignedIn(session) = auth.sign_up("a@b.c", "pw").await.unwrap() else {
        panic!("not signed in")
    };
    assert_eq!(auth.session().unwrap().access_token(), session.access_token());
    assert!(matches!(
        auth.sign_up("a@b.c", "pw").await.unwrap(),
        SignUp::NeedsVerification
    ));
    let error = auth.sign_up("a@b.c", "pw").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Conflict, Some("AUTH_EMAIL_EXISTS"))
    );
    assert_eq!(
        auth.sign_up("a@b.c", "pw").await.unwrap_err().kind(),
        ErrorKind::Decode
    );
    // Sign-up is the project key's call, whoever is signed in.
    assert!(
        server
            .seen()
            .iter()
            .all(|request| bearer(request) == "anon_canary")
    );
    assert!(server.seen()[0].starts_with("POST /api/auth/users?client_type=server "));
}

#[tokio::test]
async fn a_wrong_password_keeps_the_session_there_is() {
    let (_server, client) = client([
        recorded("sign-in-ok", "1"),
        recorded("sign-in-wrong-password", ""),
    ])
    .await;
    let auth = client.auth();
    auth.sign_in_with_password("a@b.c", "pw").await.unwrap();
    let error = auth.sign_in_with_password("a@b.c", "no").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WrongCredentials);
    assert!(auth.session().is_some());
}

#[tokio::test]
async fn renews_the_session_with_its_refresh_token() {
    let (server, client) = client([recorded("sign-in-ok", "1"), recorded("refresh-ok", "2")]).await;
    let auth = client.auth();
    auth.sign_in_with_password("a@b.c", "pw").await.unwrap();
    auth.refresh_session().await.unwrap();
    assert_eq!(auth.session().unwrap().access_token(), "access-canary-2");
    assert_eq!(auth.session().unwrap().refresh_token(), Some("refresh-canary-2"));
    let seen = server.seen().remove(1);
    assert!(seen.starts_with("POST /api/auth/refresh?client_type=server "));
    assert!(seen.ends_with(r#"{"refreshToken":"refresh-canary-1"}"#));
    assert_eq!(bearer(&seen), "anon_canary");
}

#[tokio::test]
async fn only_a_refusal_ends_the_session_and_no_outage() {
    let outage = Step::answer(500, "", "");
    let (_server, client) = client([
        recorded("sign-in-ok", "1"),
        outage,
        Step::Close,
        recorded("refresh-bad", ""),
    ])
    .await;
    let auth = client.auth();
    auth.sign_in_with_password("a@b.c", "pw").await.unwrap();
    assert_eq!(
        auth.refresh_session().await.unwrap_err().kind(),
        ErrorKind::Server
    );
    assert!(auth.session().is_some());
    assert_eq!(
        auth.refresh_session().await.unwrap_err().kind(),
        ErrorKind::Interrupted
    );
    assert!(auth.session().is_some());
    assert!(auth.refresh_session().await.unwrap_err().is_unauthorized());
    assert!(auth.session().is_none());
}

#[tokio::test]
async fn asks_nothing_when_nobody_is_signed_in() {
    let (server, client) = client([Step::answer(200, "", "{}")]).await;
    assert!(
        client
            .auth()
            .get_current_user()
            .await
            .unwrap_err()
            .is_unauthorized()
    );
    assert!(
        client
            .auth()
            .refresh_session()
            .await
            .unwrap_err()
            .is_unauthorized()
    );
    client.auth().sign_out().await.unwrap();
    assert_eq!(server.hits(), 0);
}

#[tokio::test]
async fn no_token_is_in_debug_or_in_a_decoding_error() {
    let broken = |field: &str| {
        Step::answer(
            200,
            "",
            &format!(r#"{{"user":{{"id":"u"}},"accessToken":"x","refreshToken":"y",{field}}}"#),
        )
    };
    let (_server, client) = client([
        recorded("sign-in-ok", "1"),
        Step::answer(200, "", r#"{"user":"canary","accessToken":"canary"}"#),
        Step::answer(200, "", r#"{"user":{"id":"u"},"accessToken":{"t":"canary"}}"#),
        Step::answer(200, "", "canary"),
        Step::answer(200, "", r#"{"user":{"id":"u"},"accessToken":"canary\n"}"#),
        broken(r#""user":"canary""#),
    ])
    .await;
    let auth = client.auth();
    let session = auth.sign_in_with_password("a@b.c", "canary").await.unwrap();
    let mut shown = vec![
        format!("{session:?} {session:#?}"),
        format!("{auth:?} {client:?}"),
        format!("{:?}", SignUp::SignedIn(session)),
    ];
    for _ in 0..5 {
        let error: Error = auth.sign_in_with_password("a@b.c", "canary").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.body(), None);
        shown.push(format!("{error} {error:?} {error:#?}"));
    }
    for text in shown {
        assert!(!text.contains("canary"), "{text}");
    }
}
