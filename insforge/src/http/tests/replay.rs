//! Which calls are repeated: the table of `RetryPolicy`, counted at the server.

use std::time::{Duration, Instant};

use ::http::Method;
use tokio::net::TcpListener;

use super::{Server, Step, call, caller, settings};
use crate::error::ErrorKind;
use crate::http::{Caller, Request, RetryPolicy};

fn ok() -> Step {
    Step::answer(200, "", "[]")
}

/// How often the server is hit, and how the call ends, when every answer is this step.
async fn outcome(step: Step, request: Request) -> (usize, ErrorKind) {
    let server = Server::start([step]).await;
    let error = caller(&server.url).send(request).await.unwrap_err();
    (server.hits(), error.kind())
}

#[tokio::test]
async fn repeats_reads_and_idempotent_writes_but_no_other_write() {
    for (step, kind) in [
        (Step::answer(502, "", ""), ErrorKind::Unavailable),
        (Step::answer(503, "", ""), ErrorKind::Unavailable),
        (Step::answer(504, "", ""), ErrorKind::Timeout),
        (Step::answer(520, "", ""), ErrorKind::Unavailable),
        (Step::Close, ErrorKind::Interrupted),
        (
            Step::SendAndClose("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n[".into()),
            ErrorKind::Interrupted,
        ),
    ] {
        assert_eq!(outcome(step.clone(), call(Method::GET)).await, (3, kind));
        assert_eq!(
            outcome(step.clone(), call(Method::PATCH).idempotent(true)).await,
            (3, kind)
        );
        for method in [Method::POST, Method::PATCH, Method::PUT, Method::DELETE] {
            assert_eq!(
                outcome(step.clone(), call(method.clone())).await,
                (1, kind),
                "{method}"
            );
        }
    }
}

#[tokio::test]
async fn repeats_any_method_on_429_with_retry_after_only() {
    for method in [Method::GET, Method::POST, Method::DELETE] {
        let limited = Step::answer(429, "retry-after: 0\r\n", "{}");
        assert_eq!(
            outcome(limited, call(method.clone())).await,
            (3, ErrorKind::RateLimited),
            "{method}"
        );
        let bare = Step::answer(429, "", "{}");
        assert_eq!(
            outcome(bare, call(method.clone())).await,
            (1, ErrorKind::RateLimited),
            "{method}"
        );
    }
}

#[tokio::test]
async fn leaves_other_failures_alone() {
    for status in [300, 301, 400, 401, 403, 404, 408, 409, 422, 500, 501] {
        let (hits, _) = outcome(
            Step::answer(status, "location: http://elsewhere/\r\n", ""),
            call(Method::GET),
        )
        .await;
        assert_eq!(hits, 1, "{status}");
    }
}

#[tokio::test]
async fn returns_a_retry_after_above_the_cap_instead_of_waiting() {
    let server = Server::start([Step::answer(429, "retry-after: 600\r\n", "")]).await;
    let started = Instant::now();
    let error = caller(&server.url).send(call(Method::GET)).await.unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(2));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(600)));
    assert_eq!(server.hits(), 1);
}

#[tokio::test]
async fn honours_a_retry_after_below_the_cap() {
    let server = Server::start([Step::answer(429, "retry-after: 1\r\n", ""), ok()]).await;
    let started = Instant::now();
    caller(&server.url).send(call(Method::POST)).await.unwrap();
    assert!(started.elapsed() >= Duration::from_millis(950));
    assert_eq!(server.hits(), 2);
}

#[tokio::test]
async fn a_wait_longer_than_the_total_limit_is_not_begun() {
    let server = Server::start([Step::answer(503, "retry-after: 20\r\n", "")]).await;
    let started = Instant::now();
    let error = caller(&server.url).send(call(Method::GET)).await.unwrap_err();
    assert_eq!(error.status(), Some(503));
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn repeats_any_method_when_the_connection_was_never_made() {
    for method in [Method::GET, Method::POST] {
        // A port that was just free; a server takes it while the client waits between attempts.
        let address = TcpListener::bind("127.0.0.1:0")
            .await
            .unwrap()
            .local_addr()
            .unwrap();
        let mut settings = settings(&format!("http://{address}"));
        settings.retry = RetryPolicy::default().base_delay(Duration::from_millis(500));
        let caller = Caller::new(settings, super::anon());
        let late = async {
            tokio::time::sleep(Duration::from_millis(150)).await;
            Server::start_at(address, [ok()]).await
        };
        let (answer, server) = tokio::join!(caller.send(call(method.clone())), late);
        assert_eq!(server.hits(), 1, "{method}");
        assert_eq!(answer.unwrap().body, "[]", "{method}");
    }
}

#[tokio::test]
async fn says_where_it_could_not_connect() {
    let address = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let error = caller(&format!("http://{address}"))
        .send(call(Method::POST))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.to_string().contains(&address.to_string()), "{error}");
    assert_eq!(error.operation(), Some("test.call"));
}

#[tokio::test]
async fn replays_get_once_when_a_reused_connection_dies() {
    let server = Server::start([ok(), Step::Close, ok()]).await;
    let mut settings = settings(&server.url);
    // A replay that had to wait would not end within the test's patience.
    settings.retry = RetryPolicy::default().base_delay(Duration::from_secs(4));
    let caller = Caller::new(settings, super::anon());
    caller.send(call(Method::GET)).await.unwrap();
    let started = Instant::now();
    caller.send(call(Method::GET)).await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(2));
    assert_eq!((server.hits(), server.connections()), (3, 2));
}

#[tokio::test]
async fn sends_a_write_once_when_a_reused_connection_dies() {
    let server = Server::start([ok(), Step::Close, ok()]).await;
    let caller = caller(&server.url);
    caller.send(call(Method::GET)).await.unwrap();
    let error = caller.send(call(Method::POST)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    assert_eq!(server.hits(), 2);
}

#[tokio::test]
async fn dropping_the_future_during_a_wait_ends_everything() {
    let server = Server::start([Step::answer(503, "retry-after: 1\r\n", ""), ok()]).await;
    let caller = caller(&server.url);
    let waiting = tokio::time::timeout(Duration::from_millis(300), caller.send(call(Method::GET))).await;
    assert!(waiting.is_err());
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert_eq!(server.hits(), 1);
}

#[tokio::test]
async fn a_policy_of_none_sends_once() {
    let server = Server::start([Step::Close]).await;
    let mut settings = settings(&server.url);
    settings.retry = RetryPolicy::none();
    Caller::new(settings, super::anon())
        .send(call(Method::GET))
        .await
        .unwrap_err();
    assert_eq!(server.hits(), 1);
}

#[tokio::test]
async fn many_calls_use_few_connections() {
    let server = Server::start([ok()]).await;
    let caller = caller(&server.url);
    for _ in 0..500 {
        caller.send(call(Method::GET)).await.unwrap();
    }
    assert!(server.connections() <= 2, "{}", server.connections());
}
