//! The four time limits, each with a socket that stalls in that phase.

use std::time::{Duration, Instant};

use ::http::Method;
use tokio::net::TcpSocket;

use super::{Server, Step, call, caller, settings};
use crate::error::ErrorKind;
use crate::http::{Caller, RetryPolicy, Timeouts, Transport};

async fn times_out(caller: Caller, words: &str, within: Duration) {
    let started = Instant::now();
    let error = caller.send(call(Method::POST)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
    assert!(
        error.is_timeout() && error.is_retryable() && error.to_string().contains(words),
        "{error}"
    );
    assert!(started.elapsed() < within, "{:?}", started.elapsed());
}

#[tokio::test]
async fn ends_a_call_whose_connection_is_not_made() {
    // A listener whose queue is full and that never accepts: the kernel leaves further handshakes open.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut queued = Vec::new();
    while let Ok(Ok(stream)) = tokio::time::timeout(
        Duration::from_millis(200),
        tokio::net::TcpStream::connect(address),
    )
    .await
    {
        queued.push(stream);
        assert!(queued.len() < 200, "the queue never fills");
    }
    let mut settings = settings(&format!("http://{address}"));
    settings.retry = RetryPolicy::none();
    settings.timeouts.header = Duration::from_secs(4);
    times_out(
        Caller::new(settings, super::anon()),
        "connecting to",
        Duration::from_secs(2),
    )
    .await;
}

#[tokio::test]
async fn ends_a_call_whose_answer_does_not_begin() {
    let server = Server::start([Step::SendAndStall(String::new())]).await;
    times_out(caller(&server.url), "answer's head", Duration::from_secs(2)).await;
    let server = Server::start([Step::SendAndStall("HTTP/1.1 200 OK\r\ncontent-le".into())]).await;
    times_out(caller(&server.url), "answer's head", Duration::from_secs(2)).await;
}

#[tokio::test]
async fn ends_a_call_whose_body_pauses_too_long() {
    let server = Server::start([Step::SendAndStall(
        "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n[".into(),
    )])
    .await;
    times_out(caller(&server.url), "answer's body", Duration::from_secs(2)).await;
}

#[tokio::test]
async fn ends_a_call_whose_body_drips_for_ever() {
    let server = Server::start([Step::Drip(Duration::from_millis(50))]).await;
    let mut settings = settings(&server.url);
    settings.timeouts.total = Duration::from_millis(900);
    times_out(
        Caller::new(settings, super::anon()),
        "the call took longer",
        Duration::from_secs(3),
    )
    .await;
}

#[tokio::test]
async fn a_stalled_error_body_does_not_hide_the_status() {
    let text = "HTTP/1.1 403 X\r\ncontent-length: 500\r\n\r\n{\"error\":\"FOR";
    let server = Server::start([Step::SendAndStall(text.into())]).await;
    let error = caller(&server.url).send(call(Method::POST)).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Forbidden, Some(403)));
}

#[tokio::test]
async fn time_limits_are_finite_by_default_and_may_be_as_long_as_the_clock() {
    let default = Timeouts::default();
    assert!(
        [default.connect, default.header, default.read, default.total]
            .iter()
            .all(|l| l.as_secs() <= 120)
    );
    let server = Server::start([Step::answer(200, "", "[]")]).await;
    let mut settings = settings(&server.url);
    let longest = Duration::MAX;
    settings.timeouts = Timeouts {
        connect: longest,
        header: longest,
        read: longest,
        total: longest,
    };
    settings.transport = Transport::new(&settings.base, &settings.timeouts, Duration::from_secs(4)).unwrap();
    Caller::new(settings, super::anon())
        .send(call(Method::GET))
        .await
        .unwrap();
}
