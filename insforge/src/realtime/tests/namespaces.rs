//! The codec in namespaces, which InsForge does not use, against the real `socket.io` server of npm.

use std::process::Stdio;
use std::time::Duration;

use bytes::Bytes;
use serde_json::json;
use serde_json::value::RawValue;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::Client;
use crate::http::{SocketMessage, WebSocket};
use crate::realtime::wire::{Arguments, Decoder, EnginePacket, Frame, Kind, Packet, encode};

const TARGET: &str = "/socket.io/?EIO=4&transport=websocket";
const PATIENCE: Duration = Duration::from_secs(20);

/// A connection of the codec's alone.
struct Line {
    socket: WebSocket,
    decoder: Decoder,
    _server: Child,
}

impl Line {
    async fn open() -> Self {
        let modules = insforge_local::npm_package("socket.io", "4.8.4").unwrap();
        let folder = env!("CARGO_MANIFEST_DIR");
        let mut server = Command::new("node")
            .arg(format!("{folder}/../tests/support/socket_io.js"))
            .env("NODE_PATH", modules)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
        let port = lines.next_line().await.unwrap().unwrap();
        let client = Client::new(&format!("http://127.0.0.1:{port}"), "anon_conformance").unwrap();
        let mut line = Self {
            socket: client.caller().websocket(TARGET).await.unwrap(),
            decoder: Decoder::default(),
            _server: server,
        };
        let SocketMessage::Text(text) = line.frame().await else {
            panic!("a handshake is text")
        };
        assert!(matches!(EnginePacket::read(&text), Ok(EnginePacket::Open(_))));
        line
    }

    async fn frame(&mut self) -> SocketMessage {
        let frame = timeout(PATIENCE, self.socket.next()).await.unwrap();
        frame.unwrap().unwrap()
    }

    async fn send(&mut self, namespace: &str, kind: Kind) {
        let namespace = namespace.into();
        for frame in encode(&Packet { namespace, kind }) {
            let message = match frame {
                Frame::Text(text) => SocketMessage::Text(text),
                Frame::Binary(bytes) => SocketMessage::Binary(bytes),
            };
            self.socket.send(message).await.unwrap();
        }
    }

    /// The next packet, of which the namespace must be this one.
    async fn next(&mut self, namespace: &str) -> Kind {
        loop {
            let packet = match self.frame().await {
                SocketMessage::Binary(bytes) => self.decoder.binary(bytes).unwrap(),
                SocketMessage::Text(text) => match EnginePacket::read(&text).unwrap() {
                    EnginePacket::Message(text) => self.decoder.text(text).unwrap(),
                    EnginePacket::Ping(text) => {
                        let pong = SocketMessage::Text(format!("3{text}"));
                        self.socket.send(pong).await.unwrap();
                        None
                    }
                    other => panic!("{other:?}"),
                },
            };
            if let Some(packet) = packet {
                assert_eq!(&*packet.namespace, namespace);
                return packet.kind;
            }
        }
    }

    async fn refusal(&mut self, namespace: &str) -> String {
        self.send(namespace, Kind::Connect(None)).await;
        match self.next(namespace).await {
            Kind::ConnectError(refusal) => refusal.message,
            other => panic!("{other:?}"),
        }
    }
}

fn raw(value: &serde_json::Value) -> Box<RawValue> {
    RawValue::from_string(value.to_string()).unwrap()
}

fn texts(arguments: &Arguments) -> Vec<&str> {
    arguments.values.iter().map(|value| value.get()).collect()
}

#[tokio::test]
async fn the_real_socket_io_understands_packets_of_namespaces_and_is_understood() {
    let mut line = Line::open().await;

    // One is joined without the root, and says whom it has let in by what came along.
    let auth = raw(&json!({ "name": "Ada, of \"/\"" }));
    line.send("/other", Kind::Connect(Some(auth))).await;
    assert!(matches!(line.next("/other").await, Kind::Connect(Some(_))));
    let Kind::Event { id: None, arguments } = line.next("/other").await else {
        panic!("an event")
    };
    assert_eq!(texts(&arguments), [r#""hello""#, r#""Ada, of \"/\"""#]);

    // An event with an attachment, and an acknowledgement with one.
    let arguments = Arguments {
        values: vec![
            raw(&json!("echo")),
            raw(&json!({ "file": { "_placeholder": true, "num": 0 } })),
        ],
        attachments: vec![Bytes::from_static(b"\x00\xff")],
    };
    let event = Kind::Event {
        id: Some(7),
        arguments,
    };
    line.send("/other", event).await;
    let Kind::Ack { id: 7, arguments } = line.next("/other").await else {
        panic!("an acknowledgement")
    };
    assert_eq!(
        texts(&arguments),
        [r#"{"file":{"_placeholder":true,"num":0}}"#, "2"]
    );
    assert_eq!(arguments.attachments, [&b"\x00\xff"[..]]);

    // Others are refused, and nothing else ends with that.
    assert_eq!(line.refusal("/unknown").await, "Invalid namespace");
    assert_eq!(line.refusal("/closed").await, "Members only");

    // It is left by either side, and the connection stays. The server takes leave a moment after the packet, and closes
    // the connection of one who comes back before that.
    line.send("/other", Kind::Disconnect).await;
    assert_eq!(line.refusal("/unknown").await, "Invalid namespace");
    line.send("/other", Kind::Connect(None)).await;
    assert!(matches!(line.next("/other").await, Kind::Connect(Some(_))));
    assert!(matches!(line.next("/other").await, Kind::Event { .. }));
    let arguments = Arguments {
        values: vec![raw(&json!("leave"))],
        attachments: Vec::new(),
    };
    line.send("/other", Kind::Event { id: None, arguments }).await;
    assert!(matches!(line.next("/other").await, Kind::Disconnect));
}
