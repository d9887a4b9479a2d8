//! Who connects.

use std::time::Duration;

use insforge::realtime::ConnectionState;
use insforge::{Client, ErrorKind};
use insforge_local::Local;
use serde_json::{Value, json};

use super::{handshakes, hits, number, realtime};
use crate::realtime::{message, until};

const REFRESH: &str = "/api/auth/refresh";

/// The credentials that were presented, the first one first.
fn credentials(local: &Local) -> Vec<Value> {
    let events = local.realtime().events().into_iter();
    events
        .filter(|event| event.name == "connect")
        .map(|event| event.body)
        .collect()
}

async fn sign_up(client: &Client, email: &str) {
    client
        .auth()
        .sign_up(email, "Correct-Horse-7!")
        .await
        .expect("an account");
}

#[tokio::test]
async fn keys_and_tokens_go_where_the_server_looks_for_them() {
    let (local, _channels, client) = realtime().await;
    let _anybody = client
        .realtime()
        .channel("t:1")
        .expect("a name")
        .subscribe::<Value>()
        .await;
    let admin = Client::admin(local.url(), local.api_key()).expect("a client");
    let _admin = admin
        .realtime()
        .channel("t:1")
        .expect("a name")
        .subscribe::<Value>()
        .await;
    assert_eq!(
        credentials(&local),
        [
            json!({ "token": local.anon_key() }),
            json!({ "apiKey": local.api_key() })
        ]
    );
    let wrong = Client::new(local.url(), "anon_00").expect("a client");
    let error = wrong
        .realtime()
        .channel("t:1")
        .expect("a name")
        .subscribe::<Value>()
        .await
        .expect_err("not let in");
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert!(error.to_string().contains("Invalid anon key"), "{error}");
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_and_then_the_attempts_end() {
    let (local, _channels, client) = realtime().await;
    sign_up(&client, "ada@example.com").await;
    local.realtime().refuse(usize::MAX);
    let room = client.realtime().channel("t:1").expect("a name");
    let error = room.subscribe::<Value>().await.expect_err("not let in");
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(*client.realtime().state().borrow(), ConnectionState::Refused);
    tokio::time::sleep(Duration::from_secs(2)).await;
    let shown = credentials(&local);
    assert_eq!((shown.len(), hits(&local, REFRESH)), (2, 1));
    assert_eq!(handshakes(&local), 1, "the transport is used again");
    assert!(client.auth().session().is_some(), "nobody is signed out by it");
    // Who asks again gets another chance.
    local.realtime().refuse(0);
    let _again = room.subscribe::<Value>().await.expect("a subscription");
}

#[tokio::test]
async fn a_token_that_expired_meanwhile_is_renewed_before_the_next_handshake() {
    let (local, _channels, client) = realtime().await;
    sign_up(&client, "ada@example.com").await;
    let room = client.realtime().channel("t:1").expect("a name");
    let mut subscription = room.subscribe::<Value>().await.expect("a subscription");
    local.tokens().advance(Duration::from_secs(3600));
    room.publish("n", &number(1))
        .await
        .expect("the socket outlives its token");
    assert_eq!(message(&mut subscription).await.payload, number(1));
    local.realtime().drop_all();
    until("it is back", || local.realtime().open() == 1).await;
    let shown = credentials(&local);
    assert_ne!(shown.first(), shown.last());
    assert_eq!(hits(&local, REFRESH), 1);
}

#[tokio::test]
async fn a_new_token_keeps_the_socket_and_another_user_makes_a_new_one() {
    let (local, _channels, client) = realtime().await;
    sign_up(&client, "ada@example.com").await;
    let room = client.realtime().channel("t:1").expect("a name");
    let mut subscription = room.subscribe::<Value>().await.expect("a subscription");
    client.auth().refresh_session().await.expect("a new token");
    room.publish("n", &number(1)).await.expect("published");
    let first = message(&mut subscription).await;
    assert_eq!(handshakes(&local), 1);

    sign_up(&client, "bob@example.com").await;
    until("bob is there", || {
        handshakes(&local) == 2 && local.realtime().open() == 1
    })
    .await;
    until("the channel is back", || {
        local.realtime().count("realtime:subscribe", "t:1") == 2
    })
    .await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    room.publish("n", &number(2)).await.expect("published");
    let second = message(&mut subscription).await;
    assert_eq!(second.payload, number(2));
    assert_ne!(first.meta.sender_id, second.meta.sender_id);
}
