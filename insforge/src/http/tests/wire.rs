//! What goes over the wire.

use std::time::Duration;

use ::http::{HeaderName, HeaderValue, Method};
use bytes::Bytes;

use super::{Server, Step, anon, call, caller, settings};
use crate::error::ErrorKind;
use crate::http::{Caller, Request, Transport};

#[tokio::test]
async fn sends_target_headers_credential_and_body_with_its_length() {
    let server = Server::start([Step::answer(200, "content-range: 0-1/7\r\n", "[1,2]")]).await;
    let mut settings = settings(&format!("{}/prefix/", server.url));
    settings.headers.insert("x-team", HeaderValue::from_static("red"));
    settings
        .headers
        .insert("prefer", HeaderValue::from_static("overridden"));
    let request = Request::new("test.call", Method::POST, "/api/t?a=%20b,(c)".into())
        .header(
            HeaderName::from_static("prefer"),
            HeaderValue::from_static("count=exact"),
        )
        .json_body(Bytes::from_static(b"{\"a\":1}"));
    let answer = Caller::new(settings, anon()).send(request).await.unwrap();
    assert_eq!(answer.decode::<Vec<u8>>("test.call").unwrap(), [1, 2]);
    assert_eq!(answer.content_range().unwrap().total, Some(7));

    let seen = server.seen().remove(0);
    let (head, body) = seen.split_once("\r\n\r\n").unwrap();
    assert!(
        head.starts_with("POST /prefix/api/t?a=%20b,(c) HTTP/1.1\r\n"),
        "{head}"
    );
    for line in [
        "authorization: Bearer anon_canary",
        "content-type: application/json",
        "content-length: 7",
        "prefer: count=exact",
        "x-team: red",
    ] {
        assert!(head.lines().any(|found| found == line), "{line} is not in {head}");
    }
    assert!(
        !head.contains("transfer-encoding") && !head.contains("overridden"),
        "{head}"
    );
    assert_eq!(body, "{\"a\":1}");
}

#[tokio::test]
async fn refuses_too_long_a_url_before_sending() {
    let server = Server::start([Step::answer(200, "", "[]")]).await;
    let mut settings = settings(&format!("{}/p", server.url));
    settings.max_url_len = 20;
    let caller = Caller::new(settings, anon());
    assert_eq!(caller.max_url_len(), 18);
    let of = |length: usize| Request::new("test.call", Method::GET, format!("/{}", "x".repeat(length - 1)));
    caller.send(of(18)).await.unwrap();
    let error = caller.send(of(19)).await.unwrap_err();
    assert!(
        error.is_url_too_long() && error.to_string().contains("19 bytes"),
        "{error}"
    );
    assert_eq!(server.hits(), 1);
}

#[tokio::test]
async fn carries_no_token_to_where_a_redirection_points() {
    let elsewhere = Server::start([Step::answer(200, "", "[]")]).await;
    let headers = format!("location: {}/api/x?signature=s3cret\r\n", elsewhere.url);
    let server = Server::start([Step::answer(307, &headers, "")]).await;
    let error = caller(&server.url).send(call(Method::GET)).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Config, Some(307)));
    assert_eq!(elsewhere.hits(), 0);
}

#[tokio::test]
async fn reads_bodies_of_many_pieces_and_of_none() {
    let long = "x".repeat(300_000);
    let server = Server::start([Step::answer(200, "", &long), Step::answer(201, "", "")]).await;
    let caller = caller(&server.url);
    assert_eq!(caller.send(call(Method::GET)).await.unwrap().body, long);
    let empty = caller.send(call(Method::POST)).await.unwrap();
    assert_eq!((empty.status.as_u16(), empty.body.len()), (201, 0));
}

#[tokio::test]
async fn reads_no_more_of_an_error_than_it_needs() {
    let text = format!(
        "HTTP/1.1 500 X\r\ncontent-length: 900000000\r\n\r\n{}",
        "e".repeat(200_000)
    );
    let server = Server::start([Step::SendAndStall(text)]).await;
    let error = caller(&server.url).send(call(Method::POST)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Server);
    assert_eq!(error.body().map(str::len), Some(1024));
}

#[tokio::test]
async fn leaves_a_connection_alone_once_it_was_idle_too_long() {
    let server = Server::start([Step::answer(200, "", "[]")]).await;
    let mut settings = settings(&server.url);
    settings.transport =
        Transport::new(&settings.base, &settings.timeouts, Duration::from_millis(100)).unwrap();
    let caller = Caller::new(settings, anon());
    for _ in 0..2 {
        caller.send(call(Method::GET)).await.unwrap();
        caller.send(call(Method::GET)).await.unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn a_failed_head_has_its_status_and_no_more() {
    let server = Server::start([Step::Send("HTTP/1.1 404 X\r\ncontent-length: 90\r\n\r\n".into())]).await;
    let request = Request::new("test.call", Method::HEAD, "/api/x".into());
    let error = caller(&server.url).send(request).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code(), error.body()),
        (ErrorKind::NotFound, None, None)
    );
}

#[tokio::test]
async fn names_the_policies_when_the_row_was_asked_back() {
    let body = r#"{"code":"42501","message":"new row violates row-level security policy for table \"t\""}"#;
    let server = Server::start([Step::answer(403, "", body)]).await;
    let request = call(Method::POST).header(
        HeaderName::from_static("prefer"),
        HeaderValue::from_static("missing=default,return=representation"),
    );
    let error = caller(&server.url).send(request).await.unwrap_err();
    assert!(error.is_rls_denied());
    assert!(error.to_string().contains("INSERT policy") && error.to_string().contains("SELECT policy"));
}

#[test]
fn says_that_it_needs_a_runtime_instead_of_panicking() {
    let caller = caller("http://127.0.0.1:9");
    let mut future = Box::pin(caller.send(call(Method::GET)));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(answer) = std::future::Future::poll(future.as_mut(), &mut context) else {
        panic!("the call is pending without a runtime");
    };
    let error = answer.unwrap_err();
    assert!(
        error.kind() == ErrorKind::Config && error.to_string().contains("tokio"),
        "{error}"
    );
}
