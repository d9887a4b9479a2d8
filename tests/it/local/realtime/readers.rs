//! Readers that are slower than what they read.

use std::time::Duration;

use insforge::Client;
use insforge::realtime::Event;
use insforge_local::Local;
use serde_json::Value;
use tokio::process::Command;

use super::{handshakes, number, with};
use crate::realtime::{message, next};

#[tokio::test]
async fn a_reader_that_stands_still_loses_messages_and_nobody_else_does() {
    const BUFFER: usize = 16;
    const MESSAGES: usize = 200;
    let (interval, patience) = (Duration::from_millis(300), Duration::from_millis(400));
    let (local, _channels, _) = with(Local::builder().heartbeat(interval, patience)).await;
    let client = Client::builder(local.url())
        .realtime_buffer(BUFFER)
        .anon_key(local.anon_key())
        .build()
        .expect("a client");
    let room = client.realtime().channel("t:1").expect("a name");
    let mut stalled = room.subscribe::<Value>().await.expect("a subscription");
    let mut lively = room.subscribe::<Value>().await.expect("a subscription");
    for n in 0..MESSAGES {
        room.publish("n", &number(n)).await.expect("published");
        assert_eq!(message(&mut lively).await.payload, number(n));
    }
    assert_eq!(handshakes(&local), 1, "the socket lives");
    let Event::Lagged(lost) = next(&mut stalled).await.expect("an event") else {
        panic!("it was told nothing of its loss");
    };
    let mut left = 0;
    while left + usize::try_from(lost).expect("a number") < MESSAGES {
        assert!(matches!(
            next(&mut stalled).await.expect("an event"),
            Event::Message(_)
        ));
        left += 1;
    }
    assert_eq!(left, BUFFER, "no more than the buffer was kept");
}

/// Sixty-four mebibytes pass over many heartbeats. The same program does it for a minute; see `tests/bench/README.md`.
#[tokio::test]
async fn the_memory_of_a_program_with_a_reader_that_stands_still_does_not_grow() {
    let (interval, patience) = (Duration::from_millis(300), Duration::from_millis(400));
    let (local, _channels, _) = with(Local::builder().heartbeat(interval, patience)).await;
    let measured = Command::new(env!("CARGO_BIN_EXE_stalled-reader"))
        .args(["2", "1024"])
        .env("INSFORGE_URL", local.url())
        .env("INSFORGE_ANON_KEY", local.anon_key())
        .env("INSFORGE_API_KEY", local.api_key())
        .kill_on_drop(true)
        .output()
        .await
        .expect("the program");
    let told = String::from_utf8_lossy(&measured.stdout);
    let problem = String::from_utf8_lossy(&measured.stderr);
    assert!(measured.status.success(), "{told}{problem}");
    println!("{told}");
    assert_eq!(handshakes(&local), 1, "the socket lives");
}
