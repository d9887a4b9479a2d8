//! Bodies that are streamed, in both directions, and calls of other servers.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ::http::Method;
use ::http::header::{CONTENT_TYPE, HeaderValue};
use bytes::Bytes;
use futures_util::{FutureExt, StreamExt, TryStreamExt, stream};
use url::Url;

use super::{Server, Step, call, caller, settings};
use crate::error::ErrorKind;
use crate::http::{ByteStream, Caller, Form, Limits, Request, Streamed};

fn pieces(texts: &[&'static str]) -> ByteStream {
    let texts: Vec<_> = texts
        .iter()
        .map(|text| Ok(Bytes::from_static(text.as_bytes())))
        .collect();
    stream::iter(texts).boxed()
}

/// A body of eleven bytes that can be opened again; the number says how often it was.
fn replayable() -> (Streamed, Arc<AtomicUsize>) {
    let opened = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&opened);
    let streamed = Streamed::replayable(11, move || {
        count.fetch_add(1, Ordering::Relaxed);
        async { Ok(pieces(&["hello", " ", "world"])) }.boxed()
    });
    (streamed, opened)
}

fn put(file: Streamed) -> Request {
    let form = Form {
        fields: Vec::new(),
        file_name: "x".into(),
        content_type: "text/plain".into(),
        file,
    };
    Request::new("test.put", Method::PUT, "/api/x".to_owned())
        .form_body(form)
        .idempotent(true)
}

#[tokio::test]
async fn a_streamed_body_goes_out_with_its_length_and_is_opened_again_for_a_replay() {
    let server = Server::start([Step::Close, Step::answer(200, "", "[]")]).await;
    let (body, opened) = replayable();
    caller(&server.url).send(put(body)).await.unwrap();
    assert_eq!((server.hits(), opened.load(Ordering::Relaxed)), (2, 2));
    for seen in server.seen() {
        assert!(
            seen.to_lowercase().contains("content-length: ") && seen.contains("hello world"),
            "{seen}"
        );
        assert!(!seen.to_lowercase().contains("transfer-encoding"), "{seen}");
    }
}

#[tokio::test]
async fn a_body_that_there_is_only_once_is_sent_once() {
    for step in [
        Step::Close,
        Step::answer(503, "", ""),
        Step::answer(429, "retry-after: 0\r\n", ""),
    ] {
        let server = Server::start([step]).await;
        let body = Streamed::once(11, pieces(&["hello", " ", "world"]));
        caller(&server.url).send(put(body)).await.unwrap_err();
        assert_eq!(server.hits(), 1);
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_an_error_of_the_caller_with_its_cause() {
    let server = Server::start([Step::answer(200, "", "[]")]).await;
    let missing = Streamed::replayable(1, || async { Err(io::Error::other("no such file")) }.boxed());
    let error = caller(&server.url).send(put(missing)).await.unwrap_err();
    assert_eq!((error.kind(), server.hits()), (ErrorKind::Request, 0));
    assert!(
        std::error::Error::source(&error)
            .unwrap()
            .to_string()
            .contains("no such file")
    );
}

#[tokio::test]
async fn a_form_has_its_fields_in_order_and_the_file_last() {
    let server = Server::start([Step::answer(200, "", "[]")]).await;
    let (file, _) = replayable();
    let form = Form {
        fields: vec![("key".into(), "a/b".into()), ("policy".into(), "canary".into())],
        file_name: "b \"ü\".txt".into(),
        content_type: "text/plain".into(),
        file,
    };
    let request = Request::new("test.form", Method::POST, "/api/x".to_owned()).form_body(form);
    assert!(!format!("{request:?}").contains("canary"));
    caller(&server.url).send(request).await.unwrap();
    let seen = server.seen().remove(0);
    let at = |text: &str| {
        seen.find(text)
            .unwrap_or_else(|| panic!("{text} is not in {seen}"))
    };
    assert!(at("name=\"key\"") < at("name=\"policy\"") && at("name=\"policy\"") < at("name=\"file\""));
    assert!(at("content-type: multipart/form-data; boundary=") < at("hello world"));
    assert!(seen.to_lowercase().contains("content-length: ") && !seen.to_lowercase().contains("chunked"));
}

#[tokio::test]
async fn another_server_gets_neither_the_credential_nor_the_headers_of_the_client() {
    let server = Server::start([Step::answer(200, "", "[]")]).await;
    let mut settings = settings("http://127.0.0.1:9");
    settings
        .headers
        .insert("x-canary", HeaderValue::from_static("canary"));
    let url = Url::parse(&format!("{}/bucket/key?X-Amz-Signature=canary", server.url)).unwrap();
    let request = Request::foreign("test.foreign", Method::PUT, url)
        .header(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    assert!(!format!("{request:?}").contains("canary"));
    Caller::new(settings, super::anon()).send(request).await.unwrap();
    let seen = server.seen().remove(0).to_lowercase();
    assert!(
        seen.starts_with("put /bucket/key?x-amz-signature=canary")
            && seen.contains("content-type: text/plain")
    );
    assert!(
        !seen.contains("authorization") && !seen.contains("x-canary"),
        "{seen}"
    );
}

#[tokio::test]
async fn an_opened_answer_is_read_piece_by_piece() {
    let server = Server::start([Step::answer(200, "etag: \"x\"\r\n", "hello world")]).await;
    let answer = caller(&server.url).open(call(Method::GET)).await.unwrap();
    assert_eq!(
        (answer.content_length(), &answer.headers["etag"]),
        (Some(11), &HeaderValue::from_static("\"x\""))
    );
    let body: Vec<Bytes> = answer.into_stream().try_collect().await.unwrap();
    assert_eq!(body.concat(), b"hello world");
}

#[tokio::test]
async fn an_opened_answer_may_take_longer_than_a_call_but_not_pause_longer_than_its_limit() {
    let server = Server::start([Step::Drip(Duration::from_millis(50))]).await;
    let mut settings = settings(&server.url);
    settings.timeouts.total = Duration::from_millis(300);
    let caller = Caller::new(settings, super::anon());
    let mut answer = caller.open(call(Method::GET)).await.unwrap();
    for _ in 0..12 {
        assert!(answer.chunk().await.unwrap().is_some());
    }
    let limited = call(Method::GET).limits(Limits {
        total: Some(Duration::from_millis(200)),
        ..Limits::default()
    });
    let result: Result<Vec<Bytes>, _> = caller
        .open(limited)
        .await
        .unwrap()
        .into_stream()
        .try_collect()
        .await;
    assert!(result.unwrap_err().is_timeout());

    let stalling = Server::start([Step::SendAndStall(
        "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n[".into(),
    )])
    .await;
    let pieces: Vec<_> = super::caller(&stalling.url)
        .open(call(Method::GET))
        .await
        .unwrap()
        .into_stream()
        .collect()
        .await;
    assert!(pieces.len() == 2 && pieces[0].is_ok() && pieces[1].as_ref().unwrap_err().is_timeout());
}

#[tokio::test]
async fn a_long_body_may_take_longer_to_send_than_the_answer_may_take_to_begin() {
    let server = Server::start([Step::answer(200, "", "[]")]).await;
    let slow = stream::iter(0..10)
        .then(|_| async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            Ok(Bytes::from_static(b"x"))
        })
        .boxed();
    // The limit for the head is 600 ms, and counts from the last piece.
    caller(&server.url)
        .send(put(Streamed::once(10, slow)))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_redirection_is_an_answer_only_where_it_is_asked_for_and_is_never_followed() {
    let server = Server::start([Step::answer(302, "location: https://elsewhere.example/x\r\n", "")]).await;
    let answer = caller(&server.url)
        .open(call(Method::GET).redirect_is_answer())
        .await
        .unwrap();
    assert_eq!(answer.headers["location"], "https://elsewhere.example/x");
    assert_eq!(
        caller(&server.url)
            .open(call(Method::GET))
            .await
            .unwrap_err()
            .status(),
        Some(302)
    );
}
