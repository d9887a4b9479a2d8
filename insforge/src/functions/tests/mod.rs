//! Functions against real sockets: how often each attempt arrives, and where.

#[cfg(feature = "rustls")]
mod hosts;

use futures_util::StreamExt;
use serde_json::{Value, json};

use super::*;
use crate::client::Client;
use crate::error::ErrorKind;
use crate::http::RetryPolicy;
use crate::http::tests::{Server, Step};

fn client(url: &str) -> crate::client::ClientBuilder<crate::client::AnonKey> {
    let retry = RetryPolicy::default().base_delay(std::time::Duration::from_millis(1));
    Client::builder(url).retry(retry).anon_key("anon_1")
}

async fn both() -> (Server, Server, Client) {
    let direct = Server::start([Step::answer(200, "", "\"direct\"")]).await;
    let project = Server::start([Step::answer(200, "", "\"project\"")]).await;
    let client = client(&project.url).functions_url(&direct.url).build().unwrap();
    (direct, project, client)
}

#[tokio::test]
async fn each_failure_reaches_a_function_as_often_as_its_author_allows() {
    let failures = [
        (Step::answer(400, "", "{}"), 1, 1),
        (Step::answer(404, "", r#"{"error":"Function not found"}"#), 1, 1),
        (Step::answer(429, "retry-after: 0\r\n", "{}"), 1, 3),
        (Step::answer(500, "", r#"{"error":"kaboom"}"#), 1, 1),
        (Step::answer(502, "", "{}"), 1, 3),
        (Step::answer(503, "", "{}"), 1, 3),
        (Step::answer(504, "", r#"{"error":"Function timeout"}"#), 1, 3),
        (Step::Close, 1, 3),
    ];
    for (step, once, replayed) in failures {
        for method in [
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ] {
            for (idempotent, hits) in [(false, once), (true, replayed)] {
                let server = Server::start([step.clone()]).await;
                let client = client(&server.url).build().unwrap();
                let mut call = client.functions().request("f").method(method.clone());
                if idempotent {
                    call = call.idempotent();
                }
                call.response().await.unwrap_err();
                assert_eq!(server.hits(), hits, "{method} idempotent: {idempotent}");
            }
        }
    }
}

#[tokio::test]
async fn a_404_of_the_function_itself_is_an_answer_and_runs_it_once() {
    let direct = Server::start([Step::answer(404, "x-from: f\r\n", r#"{"error":"no such order"}"#)]).await;
    let project = Server::start([Step::answer(200, "", "1")]).await;
    let client = client(&project.url).functions_url(&direct.url).build().unwrap();
    let error = client
        .functions()
        .invoke::<Value>("order", &json!({}))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::NotFound, Some(404)));
    assert_eq!(error.function_body::<Value>().unwrap()["error"], "no such order");
    assert_eq!(error.function_headers().unwrap()["x-from"], "f");
    assert_eq!((direct.hits(), project.hits()), (1, 0));
}

#[tokio::test]
async fn a_function_that_the_host_does_not_know_is_called_by_the_project_and_this_is_remembered() {
    let direct = Server::start([
        Step::answer(404, "", r#"{"error":"Function not found"}"#),
        Step::answer(200, "", "\"direct\""),
    ])
    .await;
    let project = Server::start([Step::answer(200, "", "\"project\"")]).await;
    let client = client(&project.url).functions_url(&direct.url).build().unwrap();
    let functions = client.functions();
    let call = async |slug| functions.invoke::<String>(slug, &json!({})).await.unwrap();
    assert_eq!(call("old").await, "project");
    assert_eq!(call("old").await, "project");
    assert_eq!((direct.hits(), project.hits()), (1, 2));
    assert_eq!(call("new").await, "direct");
    let user = client.as_user("token").unwrap();
    let answer: String = user.functions().invoke("old", &json!({})).await.unwrap();
    assert_eq!(
        answer, "project",
        "clients made from one another share what they know"
    );
    assert_eq!((direct.hits(), project.hits()), (2, 3));
}

#[tokio::test]
async fn a_host_that_was_given_and_cannot_be_reached_is_an_error() {
    let project = Server::start([Step::answer(200, "", "1")]).await;
    let client = client(&project.url)
        .functions_url("http://127.0.0.1:9")
        .build()
        .unwrap();
    let error = client
        .functions()
        .invoke::<Value>("f", &json!({}))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), project.hits()), (ErrorKind::Connect, 0));
}

#[tokio::test]
async fn a_direct_call_carries_credential_query_headers_and_any_body() {
    let (direct, project, client) = both().await;
    let answer: String = client
        .functions()
        .request("f")
        .query("x", "1 &")
        .header("X-Custom", "abc")
        .body("image/png", &b"png"[..])
        .send()
        .await
        .unwrap();
    assert_eq!(answer, "direct");
    let seen = direct.seen().remove(0).to_ascii_lowercase();
    for part in [
        "post /f?x=1+%26 ",
        "authorization: bearer anon_1",
        "x-custom: abc",
        "content-type: image/png",
        "\r\n\r\npng",
    ] {
        assert!(seen.contains(part), "{part} in {seen}");
    }
    assert_eq!(project.hits(), 0);
}

#[tokio::test]
async fn what_would_not_arrive_is_refused_before_it_is_sent() {
    let server = Server::start([Step::answer(200, "", "1")]).await;
    let client = client(&server.url).build().unwrap();
    let ask = || client.functions().request("f");
    for (call, words) in [
        (ask().body("text/plain", "x"), "would arrive as {}"),
        (ask().json("x"), "wrap the value"),
        (ask().json(&[u64::MAX]), "as a string"),
        (ask().json(&json!({})).method(Method::GET), "carries no body"),
        (ask().header("Authorization", "Bearer x"), "own credential"),
        (ask().header("content-encoding", "gzip"), "set by the client"),
        (ask().header("a b", "x"), "no name of a header"),
        (client.functions().request("../api"), "cannot be the slug"),
    ] {
        let error = call.response().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{error}");
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!(error.operation(), Some("functions.invoke"));
    }
    assert_eq!(server.hits(), 0);
    assert!(client_error("ftp://x").to_string().contains("https://"));
}

fn client_error(functions_url: &str) -> crate::Error {
    client("http://localhost")
        .functions_url(functions_url)
        .build()
        .unwrap_err()
}

#[tokio::test]
async fn answers_of_every_kind_are_read() {
    let server = Server::start([
        Step::answer(200, "", ""),
        Step::answer(204, "", ""),
        Step::answer(201, "content-type: text/plain\r\n", "plain"),
        Step::answer(200, "content-type: application/octet-stream\r\n", "\0\u{1}"),
        Step::answer(200, "", "<html>"),
    ])
    .await;
    let client = client(&server.url).build().unwrap();
    let ask = || client.functions().request("f");
    ask().send::<()>().await.unwrap();
    assert_eq!(ask().send::<Option<u8>>().await.unwrap(), None);
    let text = ask().response().await.unwrap();
    assert_eq!((text.status.as_u16(), text.text().unwrap()), (201, "plain"));
    assert_eq!(&ask().response().await.unwrap().body[..], b"\0\x01");
    let error = ask().send::<Value>().await.unwrap_err();
    assert_eq!((error.kind(), error.body()), (ErrorKind::Decode, Some("<html>")));
}

#[tokio::test]
async fn the_body_of_a_failure_is_kept_whole_whatever_it_is() {
    let long = "x".repeat(300_000);
    for (status, body) in [
        (400, r#"{"code":7}"#),
        (500, "plain text"),
        (422, "\u{1}\0bytes"),
        (503, &long),
    ] {
        let server = Server::start([Step::answer(status, "x-id: 9\r\n", body)]).await;
        let client = client(&server.url).build().unwrap();
        let error = client
            .functions()
            .invoke::<Value>("f", &json!({}))
            .await
            .unwrap_err();
        assert_eq!(error.status(), Some(status));
        assert_eq!(error.function_bytes(), Some(body.as_bytes()));
        assert_eq!(error.function_headers().unwrap()["x-id"], "9");
        assert_eq!(error.function_body::<Value>().is_ok(), status == 400);
    }
}

#[tokio::test]
async fn the_first_event_is_there_before_the_function_ends() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 1000\r\n\r\n";
    let server = Server::start([Step::SendAndStall(format!("{head}data: 1\n\ndata: 2\n\n"))]).await;
    let client = client(&server.url).build().unwrap();
    let mut events = client.functions().request("f").events().await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, "1");
    assert_eq!(events.next().await.unwrap().unwrap().json::<u8>().unwrap(), 2);

    let server = Server::start([Step::answer(200, "", "[]")]).await;
    let client = self::client(&server.url).build().unwrap();
    let error = client.functions().request("f").events().await.unwrap_err();
    assert!(error.to_string().contains("no text/event-stream"), "{error}");
}

#[tokio::test]
async fn a_time_limit_of_the_call_ends_it() {
    let server = Server::start([Step::SendAndStall(String::new())]).await;
    let client = client(&server.url).build().unwrap();
    let call = client
        .functions()
        .request("f")
        .timeout(std::time::Duration::from_millis(50));
    let error = call.response().await.unwrap_err();
    assert_eq!((error.kind(), server.hits()), (ErrorKind::Timeout, 1));
}

#[test]
fn a_call_outlasts_the_server_s_own_limit_of_60_s_and_the_client_s_longer_ones_hold() {
    let seconds = std::time::Duration::from_secs;
    let limits = |builder: crate::client::ClientBuilder<crate::client::AnonKey>| {
        let client = builder.total_timeout(seconds(5)).build().unwrap();
        client.functions().request("f").limits()
    };
    let own = limits(client("http://localhost"));
    assert!(
        own.header > Some(seconds(60)) && own.total > own.header,
        "{own:?}"
    );
    let longer = limits(client("http://localhost").header_timeout(seconds(300)));
    assert_eq!(longer.header, Some(seconds(300)));
    let call = client("http://localhost").build().unwrap();
    let own = call.functions().request("f").timeout(seconds(7)).limits();
    assert_eq!((own.header, own.total), (Some(seconds(7)), Some(seconds(7))));
}

#[tokio::test]
async fn listing_functions_tells_where_they_are() {
    let direct = Server::start([Step::answer(200, "", "\"direct\"")]).await;
    let list = json!({"functions": [], "runtime": {"status": "running"}, "deploymentUrl": direct.url});
    let project = Server::start([Step::answer(200, "", &list.to_string())]).await;
    let admin = Client::admin(&project.url, "ik_1").unwrap();
    let listed = admin.functions().list().await.unwrap();
    assert_eq!(listed.runtime.status, Some(RuntimeStatus::Running));
    let answer: String = admin.functions().invoke("f", &json!({})).await.unwrap();
    assert_eq!((answer.as_str(), project.hits()), ("direct", 1));
}
