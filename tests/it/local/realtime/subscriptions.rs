//! What the server sees of subscriptions.

use std::time::Duration;

use futures_util::future::join_all;
use insforge::realtime::ConnectionState;
use serde_json::Value;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

use super::{handshakes, number, realtime};
use crate::realtime::{PATIENCE, message, until};

#[tokio::test]
async fn several_subscriptions_share_one_and_the_last_to_go_ends_it() {
    let (local, _channels, client) = realtime().await;
    let (server, room) = (
        local.realtime(),
        client.realtime().channel("t:1").expect("a name"),
    );
    let first = room.subscribe::<Value>().await.expect("a subscription");
    let mut second = room.subscribe::<Value>().await.expect("a subscription");
    let elsewhere = client.realtime().channel("t:2").expect("a name");
    let other = elsewhere.subscribe::<Value>().await.expect("a subscription");
    assert_eq!(server.count("realtime:subscribe", "t:1"), 1);
    drop(first);
    room.publish("n", &number(1)).await.expect("published");
    assert_eq!(message(&mut second).await.payload, number(1));
    assert_eq!(server.count("realtime:unsubscribe", "t:1"), 0);
    drop(second);
    until("the server has heard", || {
        server.count("realtime:unsubscribe", "t:1") == 1
    })
    .await;
    drop(other);
    until("the connection is closed", || server.open() == 0).await;
    assert_eq!(*client.realtime().state().borrow(), ConnectionState::Idle);
    assert_eq!(handshakes(&local), 1);
}

#[tokio::test]
async fn fifty_subscriptions_at_once_are_one_handshake() {
    let (local, _channels, client) = realtime().await;
    let all = join_all((0..50).map(|n| {
        let room = client.realtime().channel(&format!("t:{n}")).expect("a name");
        async move { room.subscribe::<Value>().await }
    }))
    .await;
    assert!(all.iter().all(Result::is_ok));
    assert_eq!(handshakes(&local), 1);
}

#[tokio::test]
async fn a_thousand_channels_live_on_one_socket() {
    let (local, _channels, client) = realtime().await;
    let mut all = join_all((0..1000).map(|n| {
        let room = client.realtime().channel(&format!("t:{n}")).expect("a name");
        async move {
            let subscription = room.subscribe::<Value>().await.expect("a subscription");
            (room, subscription)
        }
    }))
    .await;
    assert_eq!((handshakes(&local), local.realtime().open()), (1, 1));
    for n in [0, 499, 999] {
        let (room, subscription) = &mut all[n];
        room.publish("n", &number(n)).await.expect("published");
        let heard = message(subscription).await;
        assert_eq!((heard.payload, heard.meta.channel), (number(n), format!("t:{n}")));
    }
}

#[tokio::test]
async fn a_subscription_that_is_given_up_before_its_answer_ends_after_it() {
    let (local, _channels, client) = realtime().await;
    let server = local.realtime();
    let room = client.realtime().channel("t:1").expect("a name");
    let other = client.realtime().channel("t:2").expect("a name");
    let _keeps_the_connection = other.subscribe::<Value>().await.expect("a subscription");
    server.delay_acks(Some(Duration::from_millis(300)));
    let hasty = tokio::time::timeout(Duration::from_millis(50), room.subscribe::<Value>()).await;
    assert!(hasty.is_err());
    until("it is ended", || server.count("realtime:unsubscribe", "t:1") == 1).await;
}

#[tokio::test]
async fn no_task_and_no_socket_outlives_client_and_subscriptions() {
    let (local, _channels, client) = realtime().await;
    let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
    until("nothing is left of the preparations", || tasks() == 0).await;
    let room = client.realtime().channel("t:1").expect("a name");
    let subscription = room.subscribe::<Value>().await.expect("a subscription");
    assert!(tasks() > 0 && local.realtime().open() == 1);
    drop((room, client));
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(local.realtime().open(), 1, "the subscription keeps it");
    drop(subscription);
    until("the socket is closed", || local.realtime().open() == 0).await;
    until("the tasks have ended", || tasks() == 0).await;
}

#[tokio::test]
async fn a_connection_in_the_making_that_nobody_waits_for_any_more_is_given_up() {
    let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
    // It accepts, and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", silent.local_addr().expect("an address"));
    let client = insforge::Client::new(&url, "anon_00").expect("a client");
    let room = client.realtime().channel("t:1").expect("a name");
    let waiting = tokio::spawn(async move { room.subscribe::<Value>().await.map(drop) });
    let (mut connection, _) = silent.accept().await.expect("a connection");
    let mut asked = [0; 16];
    connection.read_exact(&mut asked).await.expect("a request");
    assert_eq!(&asked, b"GET /socket.io/?");
    waiting.abort();
    tokio::time::timeout(PATIENCE, connection.read_to_end(&mut Vec::new()))
        .await
        .expect("the connection is closed")
        .expect("readable");
    until("the state is idle", || {
        *client.realtime().state().borrow() == ConnectionState::Idle
    })
    .await;
    drop(client);
    until("the tasks have ended", || tasks() == 0).await;
}
