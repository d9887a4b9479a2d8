//! Tokens of other issuers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::Duration;

use futures_util::future::join_all;

use super::issuer::{EXPIRED, Issuer, bearer, token};
use super::renewal::{caller, read};
use crate::auth::SessionState;
use crate::client::Client;
use crate::error::ErrorKind;
use crate::http::tests::{Server, Step};

/// A client whose tokens a closure makes, and how often it was asked. `life` are the seconds that a token lives.
fn client(url: &str, life: u64) -> (Client, Arc<AtomicU32>) {
    let asked = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&asked);
    let provider = move || {
        let counter = Arc::clone(&counter);
        async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            Ok::<_, std::io::Error>(token("ext", counter.fetch_add(1, SeqCst) + 1, life, 0))
        }
    };
    let client = Client::builder(url)
        .token_provider(provider)
        .anon_key("anon_canary")
        .build()
        .unwrap();
    (client, asked)
}

async fn anything() -> Server {
    Server::start([Step::answer(200, "", "[]")]).await
}

#[tokio::test]
async fn a_provider_is_asked_once_for_all_and_again_before_the_token_ends() {
    let server = anything().await;
    let (client, asked) = client(&server.url, 900);
    assert_eq!(asked.load(SeqCst), 0);
    for answer in join_all((0..100).map(|_| caller(&client).send(read()))).await {
        answer.unwrap();
    }
    assert_eq!(asked.load(SeqCst), 1);
    assert!(
        server
            .seen()
            .iter()
            .all(|request| bearer(request).ends_with(".canary-ext-1"))
    );
    assert_eq!(client.auth().state(), SessionState::SignedIn);
    let clock = &client.auth().cell;
    clock.clock.wall_shift.store(845, SeqCst);
    caller(&client).send(read()).await.unwrap();
    assert_eq!(asked.load(SeqCst), 2);
}

#[tokio::test]
async fn a_refused_token_is_asked_for_once_more() {
    let server = Server::start([
        Step::answer(200, "", "[]"),
        Step::answer(401, "", EXPIRED),
        Step::answer(200, "", "[]"),
        Step::answer(401, "", EXPIRED),
    ])
    .await;
    let (client, asked) = client(&server.url, 900);
    caller(&client).send(read()).await.unwrap();
    caller(&client).send(read()).await.unwrap();
    assert_eq!((asked.load(SeqCst), server.hits()), (2, 3));
    let error = caller(&client).send(read()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!((asked.load(SeqCst), server.hits()), (3, 5));
}

#[tokio::test]
async fn a_token_that_seems_expired_on_arrival_is_not_asked_for_at_every_call() {
    let server = anything().await;
    let (client, asked) = client(&server.url, 900);
    client.auth().cell.clock.wall_shift.store(3600, SeqCst);
    for _ in 0..5 {
        caller(&client).send(read()).await.unwrap();
    }
    assert_eq!(asked.load(SeqCst), 1);
}

#[tokio::test]
async fn a_provider_without_a_token_fails_the_call_and_sends_nothing() {
    let server = anything().await;
    let provider = || async { Err::<String, _>(std::io::Error::other("the vault is sealed")) };
    let client = Client::builder(&server.url)
        .token_provider(provider)
        .anon_key("anon_1")
        .build()
        .unwrap();
    let error = caller(&client).send(read()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert!(format!("{error:?}").contains("the vault is sealed"), "{error:?}");
    assert_eq!(server.hits(), 0);

    let key = || async { Ok::<_, std::io::Error>("ik_canary".to_owned()) };
    let client = Client::builder(&server.url)
        .token_provider(key)
        .anon_key("anon_1")
        .build()
        .unwrap();
    let error = caller(&client).send(read()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(!format!("{error:?} {client:?}").contains("canary"));
}

#[tokio::test]
async fn a_sign_in_goes_before_the_provider_and_a_sign_out_goes_back_to_it() {
    let issuer = Issuer::start().await;
    let (client, asked) = client(&issuer.url, 900);
    issuer.sign_in(&client, "ada").await;
    caller(&client).send(read()).await.unwrap();
    assert_eq!(asked.load(SeqCst), 0);
    client.auth().sign_out().await.unwrap();
    issuer.book().gateway = Some((200, "[]"));
    caller(&client).send(read()).await.unwrap();
    assert_eq!(issuer.callers(), ["ada", "ext"]);
}

#[tokio::test]
async fn a_token_set_by_hand_is_used_until_somebody_signs_in_or_out() {
    let server = anything().await;
    let client = Client::new(&server.url, "anon_1").unwrap();
    let auth = client.auth();
    auth.set_access_token("third-party").unwrap();
    assert_eq!(
        (auth.state(), auth.session().is_none()),
        (SessionState::SignedIn, true)
    );
    caller(&client).send(read()).await.unwrap();
    auth.sign_out().await.unwrap();
    caller(&client).send(read()).await.unwrap();
    let seen: Vec<String> = server.seen().iter().map(|request| bearer(request)).collect();
    assert_eq!(seen, ["third-party", "anon_1"]);
    for key in ["ik_canary", "anon_canary", "", "canary\n"] {
        let error = auth.set_access_token(key).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
    // One that says it has expired is the server's to judge.
    auth.set_access_token(&token("ext", 1, 9, -99)).unwrap();
    assert_eq!(auth.state(), SessionState::Expired { renewable: false });
    caller(&client).send(read()).await.unwrap();
    assert_eq!(server.hits(), 3);
}

#[test]
fn an_admin_client_has_no_session() {
    let provider = || async { Ok::<_, std::io::Error>(String::new()) };
    let error = Client::builder("http://localhost")
        .token_provider(provider)
        .api_key("ik_1")
        .build()
        .unwrap_err();
    assert!(
        error.kind() == ErrorKind::Config && error.to_string().contains("anon key"),
        "{error}"
    );
}
