//! Against the real `socket.io` server, which is fetched from npm once.

use std::process::Stdio;
use std::time::Duration;

use insforge::realtime::Event;
use insforge::{Client, ErrorKind};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::realtime::{message, next};

/// A node process with a socket.io server that subscribes and publishes as InsForge does and takes orders.
struct Server {
    child: Child,
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    url: String,
}

impl Server {
    async fn start() -> Self {
        let modules = insforge_local::npm_package("socket.io", "4.8.4").expect("socket.io from npm");
        let mut child = Command::new("node")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/support/socket_io.js"))
            .env("NODE_PATH", modules)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("node");
        let orders = child.stdin.take().expect("its input");
        let mut answers = BufReader::new(child.stdout.take().expect("its output")).lines();
        let port = answers.next_line().await.expect("a line").expect("a port");
        Self {
            child,
            orders,
            answers,
            url: format!("http://127.0.0.1:{port}"),
        }
    }

    /// Gives an order and returns its answer.
    async fn order(&mut self, order: &str) -> String {
        self.orders
            .write_all(format!("{order}\n").as_bytes())
            .await
            .expect("an order");
        self.answers
            .next_line()
            .await
            .expect("a line")
            .expect("an answer")
    }

    async fn signal(&self, signal: &str) {
        let id = self.child.id().expect("it runs").to_string();
        let done = Command::new("kill")
            .args([signal, &id])
            .status()
            .await
            .expect("kill");
        assert!(done.success());
    }
}

async fn gap(subscription: &mut insforge::realtime::Subscription<Value>) {
    let event = next(subscription).await.expect("an event");
    assert_eq!(event, Event::Gap);
}

#[tokio::test]
async fn the_real_socket_io_is_spoken_with() {
    let mut server = Server::start().await;
    let wrong = Client::new(&server.url, "anon_wrong").expect("a client");
    let error = wrong
        .realtime()
        .channel("chat:1")
        .expect("a name")
        .subscribe::<Value>()
        .await
        .expect_err("not let in");
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert!(error.to_string().contains("Invalid token"), "{error}");

    let client = Client::new(&server.url, "anon_conformance").expect("a client");
    let room = client.realtime().channel("chat:1").expect("a name");
    let mut subscription = room.subscribe::<Value>().await.expect("connect and ack");
    let payload = json!({ "text": "hi € 🦀", "n": [1, null, { "a": true }] });
    room.publish("said", &payload).await.expect("published");
    assert_eq!(message(&mut subscription).await.payload, payload);

    // Pings are answered: the connection outlives several intervals.
    tokio::time::sleep(Duration::from_millis(2000)).await;
    assert_eq!(server.order("connections").await, "1");

    // An attachment follows its event in a frame of its own, and the next event is read all the same.
    server.order("binary").await;
    server.order("text").await;
    let blob = message(&mut subscription).await;
    assert_eq!(
        (
            blob.event.as_str(),
            blob.payload["data"]["_placeholder"].as_bool()
        ),
        ("blob", Some(true))
    );
    assert_eq!(message(&mut subscription).await.event, "text");

    // An event that asks for an acknowledgement is an event.
    server.order("ask").await;
    assert_eq!(message(&mut subscription).await.event, "question");

    // The server ends the session, and then the connection: both are survived.
    server.order("leave").await;
    gap(&mut subscription).await;
    server.order("close").await;
    gap(&mut subscription).await;
    room.publish("said", &json!({ "n": 3 })).await.expect("published");
    assert_eq!(message(&mut subscription).await.payload, json!({ "n": 3 }));

    // A server that stops sending pings is left, and found again.
    server.signal("-STOP").await;
    let mut state = client.realtime().state();
    let lost = state.wait_for(|state| *state != insforge::realtime::ConnectionState::Connected);
    tokio::time::timeout(Duration::from_secs(10), lost)
        .await
        .expect("the silence is noticed")
        .expect("a state");
    server.signal("-CONT").await;
    gap(&mut subscription).await;
}
