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
