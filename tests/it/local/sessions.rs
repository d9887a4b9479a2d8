//! Sessions against a server whose clock and failures the test decides.

use std::time::Duration;

use futures_util::future::join_all;
use insforge::auth::SessionState;
use insforge::http::RetryPolicy;
use insforge::prelude::*;
use insforge::{Affected, ErrorKind, Timestamp};
use insforge_local::{Fault, Local};

use super::local;

#[derive(Table, Debug)]
#[table(name = "notes")]
struct Note {
    #[column(pk, identity = always)]
    id: i64,
    #[column(default, readonly)]
    owner: uuid::Uuid,
    text: String,
    #[column(default, readonly)]
    made: Timestamp,
}

const NOTES: &str = "create table notes (id bigint generated always as identity primary key, \
    owner uuid not null default auth.uid(), text text not null, made timestamptz not null default now()); \
    alter table notes enable row level security; \
    create policy own on notes for all to authenticated using (owner = auth.uid()) with check (owner = auth.uid());";

const REFRESH: &str = "/api/auth/refresh";

async fn with_user() -> (Local, Client) {
    let local = local().await;
    local.sql(NOTES).await.expect("a table");
    let client = Client::builder(local.url())
        .retry(RetryPolicy::none())
        .header_timeout(Duration::from_secs(2))
        .anon_key(local.anon_key())
        .build()
        .expect("a client");
    client
        .auth()
        .sign_up("ada@example.com", "Correct-Horse-7!")
        .await
        .expect("an account");
    note(&client, "one").await.expect("a row");
    local.clear_requests();
    (local, client)
}

async fn note(client: &Client, text: &str) -> insforge::Result<Affected> {
    let row = NewNote { text: text.into() };
    client.database().insert(row).execute().await
}

fn hits(local: &Local, path: &str) -> usize {
    local
        .requests()
        .iter()
        .filter(|request| request.path() == path)
        .count()
}

#[tokio::test]
async fn two_hundred_queries_with_an_expired_token_refresh_once_and_lose_nothing() {
    let (local, client) = with_user().await;
    local.tokens().advance(Duration::from_secs(3600));
    let writes = join_all((0..200).map(|number| {
        let client = client.clone();
        async move { note(&client, &format!("{number}")).await }
    }));
    for written in writes.await {
        assert_eq!(written.expect("a row"), 1);
    }
    assert_eq!(hits(&local, REFRESH), 1);
    // A refused write was not carried out, and its repetition once.
    let notes = client.database().from::<Note>().all().await.expect("rows");
    assert_eq!(notes.len(), 201);
}

#[tokio::test]
async fn a_server_clock_that_jumps_an_hour_either_way_neither_signs_out_nor_loops() {
    let (local, client) = with_user().await;
    for shift in [3600, 0, -3600, 0, 7200] {
        local.tokens().set_shift(shift);
        local.clear_requests();
        for _ in 0..5 {
            note(&client, "again").await.expect("a row");
        }
        assert!(hits(&local, REFRESH) <= 1, "{shift}");
        assert_eq!(client.auth().state(), SessionState::SignedIn);
    }
}

#[tokio::test]
async fn an_outage_of_the_refresh_route_keeps_the_user_signed_in() {
    let (local, client) = with_user().await;
    local.tokens().advance(Duration::from_secs(3600));
    let html = "<html><title>Bad Gateway</title></html>".to_owned();
    for (fault, kind) in [
        (
            Fault::Status(429, "{}".into(), Vec::new()),
            ErrorKind::RateLimited,
        ),
        (Fault::Status(500, "{}".into(), Vec::new()), ErrorKind::Server),
        (
            Fault::Status(503, String::new(), Vec::new()),
            ErrorKind::Unavailable,
        ),
        (
            Fault::Status(502, html.clone(), Vec::new()),
            ErrorKind::Unavailable,
        ),
        (Fault::Status(200, html, Vec::new()), ErrorKind::Decode),
        (Fault::Reset, ErrorKind::Interrupted),
        (Fault::ResetAfter, ErrorKind::Interrupted),
        (Fault::Truncate(10), ErrorKind::Interrupted),
        (Fault::Delay(Duration::from_secs(5)), ErrorKind::Timeout),
    ] {
        local.faults().push(REFRESH, 1, fault.clone());
        let error = note(&client, "x").await.expect_err("no token");
        assert_eq!(error.kind(), kind, "{fault:?}: {error}");
        assert!(client.auth().session().is_some(), "{fault:?}");
    }
    note(&client, "at last").await.expect("a row");
}

#[tokio::test]
async fn a_refresh_token_that_is_refused_ends_the_session() {
    let (local, client) = with_user().await;
    let session = client.auth().session().expect("a session");
    local.tokens().revoke(session.refresh_token().expect("a token"));
    local.tokens().advance(Duration::from_secs(3600));
    let error = note(&client, "x").await.expect_err("refused");
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Unauthorized, Some(401))
    );
    assert_eq!(client.auth().state(), SessionState::Expired { renewable: false });
    // Nothing goes out as anon, which the policies might let through.
    local.clear_requests();
    note(&client, "x").await.expect_err("nobody is signed in");
    assert!(local.requests().is_empty());
    client
        .auth()
        .sign_in_with_password("ada@example.com", "Correct-Horse-7!")
        .await
        .expect("a session");
    note(&client, "back").await.expect("a row");
}

#[tokio::test]
async fn missing_grants_are_no_reason_to_refresh() {
    let (local, client) = with_user().await;
    local
        .sql(
            "create table hidden (id int primary key); revoke all on hidden from public, anon, authenticated",
        )
        .await
        .expect("a table");
    #[derive(Table, Debug)]
    #[table(name = "hidden")]
    struct Hidden {
        #[column(pk)]
        id: i32,
    }
    let anon = Client::new(local.url(), local.anon_key()).expect("a client");
    for client in [&client, &anon] {
        let error = client
            .database()
            .from::<Hidden>()
            .all()
            .await
            .expect_err("no grant");
        assert_eq!(
            (error.kind(), error.sqlstate()),
            (ErrorKind::Forbidden, Some("42501"))
        );
    }
    assert_eq!(hits(&local, REFRESH), 0);
}

#[tokio::test]
async fn a_verifier_asks_for_the_keys_once_and_never_again_for_a_token() {
    let (local, client) = with_user().await;
    let token = client
        .auth()
        .session()
        .expect("a session")
        .access_token()
        .to_owned();
    let verifier = client.auth().verifier();
    for _ in 0..20 {
        verifier.verify(&token).await.expect("good");
    }
    let paths: Vec<String> = local
        .requests()
        .iter()
        .map(|request| request.path().to_owned())
        .collect();
    assert_eq!(paths, ["/.well-known/jwks.json"]);
}
