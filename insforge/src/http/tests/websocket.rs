//! Opening a websocket.

use ::http::HeaderValue;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::{Server, Step, anon, caller, read_request, settings};
use crate::error::ErrorKind;
use crate::http::{Caller, SocketMessage, Transport, tls};

/// The value of a header of a request.
fn value<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    request.lines().find_map(|line| {
        let (found, value) = line.split_once(": ")?;
        (found == name).then_some(value)
    })
}

#[tokio::test]
async fn is_asked_for_over_the_client_s_own_http_client_with_its_headers_and_without_a_credential() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut settings = settings(&format!("http://{}/prefix", listener.local_addr().unwrap()));
    settings.headers.insert("x-team", HeaderValue::from_static("red"));
    let own = reqwest::Client::builder().user_agent("of-the-program");
    let own = tls::configure(own, false, false).unwrap().build().unwrap();
    settings.transport = Transport::from_client(own);
    let serving = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let request = read_request(&mut stream).await.unwrap();
        let key = value(&request, "sec-websocket-key").unwrap_or_default();
        let answer = format!(
            "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-accept: {}\r\n\r\n\u{2}hi",
            derive_accept_key(key.as_bytes())
        );
        // A text of two bytes, in the same packet as the head.
        let answer = answer.replace('\u{2}', "\u{81}\u{2}");
        let bytes: Vec<u8> = answer.chars().map(|c| c as u8).collect();
        stream.write_all(&bytes).await.unwrap();
        (request, stream)
    });
    let mut socket = Caller::new(settings, anon())
        .websocket("/socket.io/?x=1")
        .await
        .unwrap();
    let message = socket.next().await.unwrap().unwrap();
    assert_eq!(message, SocketMessage::Text("hi".into()));

    let (request, _stream) = serving.await.unwrap();
    assert!(
        request.starts_with("GET /prefix/socket.io/?x=1 HTTP/1.1\r\n"),
        "{request}"
    );
    for (name, expected) in [
        ("user-agent", "of-the-program"),
        ("x-team", "red"),
        ("upgrade", "websocket"),
        ("connection", "Upgrade"),
        ("sec-websocket-version", "13"),
    ] {
        assert_eq!(value(&request, name), Some(expected), "{request}");
    }
    assert!(!request.contains("anon_canary"), "{request}");
}

#[tokio::test]
async fn what_is_no_websocket_is_an_error_that_says_so() {
    let upgraded = |accept: &str| {
        Step::SendAndStall(format!(
            "HTTP/1.1 101 X\r\nconnection: upgrade\r\nupgrade: websocket\r\n{accept}\r\n"
        ))
    };
    for (step, kind, status) in [
        (Step::answer(503, "", "down"), ErrorKind::Server, Some(503)),
        (Step::answer(200, "", "{}"), ErrorKind::Server, Some(200)),
        (upgraded("sec-websocket-accept: x\r\n"), ErrorKind::Server, None),
        (upgraded(""), ErrorKind::Server, None),
        (Step::SendAndStall(String::new()), ErrorKind::Timeout, None),
        (Step::Close, ErrorKind::Interrupted, None),
    ] {
        let server = Server::start([step]).await;
        let error = caller(&server.url).websocket("/socket.io/").await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (kind, status), "{error}");
    }
    let error = caller("http://127.0.0.1:9")
        .websocket("/socket.io/")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
}
