//! Connections that are lost.

use std::time::{Duration, Instant};

use insforge::ErrorKind;
use insforge::realtime::{ConnectionState, Event};
use insforge_local::{Fault, Local};
use serde_json::Value;

use super::{handshakes, number, realtime, with};
use crate::realtime::{message, next, until};

#[tokio::test]
async fn a_hundred_losses_are_a_hundred_recoveries_with_a_gap_each() {
    let (local, _channels, client) = realtime().await;
    let room = client.realtime().channel("t:1").expect("a name");
    let mut subscription = room.subscribe::<Value>().await.expect("a subscription");
    let mut times = Vec::new();
    for n in 0..100 {
        until("a socket is there", || local.realtime().open() == 1).await;
        let start = Instant::now();
        local.realtime().drop_all();
        loop {
            match next(&mut subscription).await.expect("an event") {
                Event::Gap => break,
                Event::Joined(_) | Event::Left(_) => {}
                other => panic!("loss {n}: no gap, but {other:?}"),
            }
        }
        times.push(start.elapsed());
        room.publish("n", &number(n)).await.expect("published");
        assert_eq!(message(&mut subscription).await.payload, number(n));
    }
    times.sort();
    let (half, most, all) = (times[49], times[94], times[99]);
    println!("recovery from a lost connection: p50 {half:?}, p95 {most:?}, longest {all:?}");
    assert!(most < Duration::from_secs(2), "p95 {most:?}");
}

#[tokio::test]
async fn a_loss_during_a_subscription_delays_it_alone() {
    let (local, _channels, client) = realtime().await;
    local.realtime().delay_acks(Some(Duration::from_millis(500)));
    let room = client.realtime().channel("t:1").expect("a name");
    let waiting = tokio::spawn(async move { room.subscribe::<Value>().await });
    until("it is asked", || {
        local.realtime().count("realtime:subscribe", "t:1") == 1
    })
    .await;
    local.realtime().drop_all();
    let _subscription = waiting.await.expect("no panic").expect("a subscription");
    assert_eq!(local.realtime().count("realtime:subscribe", "t:1"), 2);
}

#[tokio::test]
async fn a_message_during_an_outage_fails_at_once_and_is_not_sent_later() {
    let (local, _channels, client) = realtime().await;
    let room = client.realtime().channel("t:1").expect("a name");
    let mut subscription = room.subscribe::<Value>().await.expect("a subscription");
    let mut state = client.realtime().state();
    local
        .faults()
        .push("/socket.io", 1000, Fault::Status(503, "down".into(), vec![]));
    local.realtime().drop_all();
    state
        .wait_for(|state| *state != ConnectionState::Connected)
        .await
        .expect("a state");
    let start = Instant::now();
    let error = room.publish("n", &number(1)).await.expect_err("no connection");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(start.elapsed() < Duration::from_secs(1));
    local.faults().clear();
    assert_eq!(next(&mut subscription).await.expect("an event"), Event::Gap);
    room.publish("n", &number(2)).await.expect("published");
    assert_eq!(message(&mut subscription).await.payload, number(2));
}

#[tokio::test]
async fn a_server_that_is_not_heard_of_any_more_is_left() {
    let (interval, patience) = (Duration::from_millis(300), Duration::from_millis(400));
    let (local, _channels, client) = with(Local::builder().heartbeat(interval, patience)).await;
    let room = client.realtime().channel("t:1").expect("a name");
    let mut subscription = room.subscribe::<Value>().await.expect("a subscription");
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(handshakes(&local), 1, "pings are answered");
    local.realtime().stall();
    loop {
        match next(&mut subscription).await.expect("an event") {
            Event::Gap => break,
            Event::Joined(_) | Event::Left(_) => {}
            other => panic!("no gap, but {other:?}"),
        }
    }
    assert_eq!(handshakes(&local), 2);
}

#[tokio::test]
async fn a_channel_that_was_left_during_an_outage_is_not_asked_for_again() {
    let (local, _channels, client) = realtime().await;
    let subscribe = async |name| {
        let room = client.realtime().channel(name).expect("a name");
        room.subscribe::<Value>().await.expect("a subscription")
    };
    let (left, mut kept) = (subscribe("t:left").await, subscribe("t:kept").await);
    local
        .faults()
        .push("/socket.io", 1000, Fault::Status(503, "down".into(), vec![]));
    local.realtime().drop_all();
    let mut state = client.realtime().state();
    state
        .wait_for(|state| *state == ConnectionState::Waiting)
        .await
        .expect("a state");
    drop(left);
    local.faults().clear();
    assert_eq!(next(&mut kept).await.expect("an event"), Event::Gap);
    let asked = |name| local.realtime().count("realtime:subscribe", name);
    assert_eq!((asked("t:left"), asked("t:kept")), (1, 2));
    assert_eq!(local.realtime().count("realtime:unsubscribe", "t:left"), 0);
}

#[tokio::test]
async fn what_was_published_during_an_outage_is_missing_after_the_gap() {
    let (local, _channels, client) = realtime().await;
    let room = client.realtime().channel("t:1").expect("a name");
    let mut subscription = room.subscribe::<Value>().await.expect("a subscription");
    let publish = async |n: usize| {
        let sql = format!("select realtime.publish('t:1', 'n', '{{\"n\": {n}}}')");
        local.owner_sql(&sql).await.expect("published");
    };
    publish(1).await;
    assert_eq!(message(&mut subscription).await.payload, number(1));
    local
        .faults()
        .push("/socket.io", 1000, Fault::Status(503, "down".into(), vec![]));
    local.realtime().drop_all();
    publish(2).await;
    local.faults().clear();
    until("it is back", || {
        local.realtime().count("realtime:subscribe", "t:1") == 2
    })
    .await;
    assert_eq!(next(&mut subscription).await.expect("an event"), Event::Gap);
    publish(3).await;
    assert_eq!(message(&mut subscription).await.payload, number(3));
}

#[tokio::test]
async fn a_subscription_that_comes_too_late_says_what_stood_in_its_way() {
    let client = insforge::Client::builder("http://127.0.0.1:9")
        .total_timeout(Duration::from_secs(1))
        .anon_key("anon_00")
        .build()
        .expect("a client");
    let room = client.realtime().channel("t:1").expect("a name");
    let error = room.subscribe::<Value>().await.expect_err("nobody is there");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let reason = std::error::Error::source(&error).expect("a reason").to_string();
    assert!(reason.contains("cannot connect to 127.0.0.1"), "{reason}");
}
