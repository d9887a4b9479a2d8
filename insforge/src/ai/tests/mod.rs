//! Models against real sockets: streams that end well, badly and not at all.

mod conversation;

use std::time::Duration;

use futures_util::StreamExt;
use serde_json::json;

use super::*;
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::http::RetryPolicy;
use crate::http::tests::{Server, Step, read_request};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/ai");

fn client(url: &str) -> Client {
    let retry = RetryPolicy::default().base_delay(Duration::from_millis(1));
    Client::builder(url)
        .retry(retry)
        .anon_key("anon_1")
        .build()
        .unwrap()
}

fn request() -> ChatRequest {
    ChatRequest::new("m", [Message::user("Hello")])
}

fn events(text: &str) -> Step {
    Step::answer(200, "content-type: text/event-stream\r\n", text)
}

/// Reads a stream to its end: its text, the answer put together, and the error if there is one.
async fn streamed(step: Step) -> (String, ChatCompletion, Option<Error>, usize) {
    let server = Server::start([step]).await;
    let mut stream = client(&server.url)
        .ai()
        .chat()
        .completions()
        .stream(request())
        .await
        .unwrap();
    let (mut text, mut failed) = (String::new(), None);
    while let Some(piece) = stream.next().await {
        match piece {
            Ok(piece) => text.push_str(piece.text()),
            Err(error) => failed = Some(error),
        }
    }
    assert!(stream.next().await.is_none(), "an ended stream stays so");
    (text, stream.completion(), failed, server.hits())
}

fn recorded(case: &str) -> String {
    let text = std::fs::read_to_string(format!("{ROOT}/{case}.json")).unwrap();
    let exchange: serde_json::Value = serde_json::from_str(&text).unwrap();
    exchange["response"]["body"]["text"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn recorded_streams_are_read_as_they_were_meant() {
    for (case, text, tools, annotations, tokens) in [
        ("chat-stream", "Hello from möck", 0, 0, 8),
        ("chat-stream-tools", "", 1, 0, 8),
        ("stream-two-tools", "", 2, 0, 11),
        ("stream-annotations", "See source", 0, 1, 11),
        ("stream-comments", "Zeile 1\nLine \"2\" € 😀", 0, 0, 11),
        ("stream-empty", "", 0, 0, 0),
    ] {
        let (said, answer, failed, _) = streamed(events(&recorded(case))).await;
        assert!(failed.is_none(), "{case}: {failed:?}");
        assert_eq!((said.as_str(), answer.text()), (text, text), "{case}");
        assert_eq!(
            (answer.tool_calls().len(), answer.annotations().len()),
            (tools, annotations),
            "{case}"
        );
        assert_eq!(
            answer.usage.map_or(0, |usage| usage.total_tokens),
            tokens,
            "{case}"
        );
    }
}

#[tokio::test]
async fn a_failure_inside_a_stream_of_status_200_is_an_error_of_its_kind() {
    for (case, text, kind) in [
        ("stream-midstream-error", "partial answer", ErrorKind::Server),
        ("stream-midstream-cut", "partial ", ErrorKind::Server),
        ("stream-midstream-garbage", "partial ", ErrorKind::Server),
        ("stream-midstream-reset", "partial ", ErrorKind::Server),
        ("chat-stream-bad-model", "", ErrorKind::Invalid),
        ("chat-stream-rate-limited", "", ErrorKind::RateLimited),
        ("upstream-402-stream", "", ErrorKind::InsufficientBalance),
        ("upstream-500-stream", "", ErrorKind::Server),
        ("off-chat-stream", "", ErrorKind::NotConfigured),
    ] {
        let (said, answer, failed, hits) = streamed(events(&recorded(case))).await;
        assert_eq!(failed.map(|error| error.kind()), Some(kind), "{case}");
        assert_eq!((said.as_str(), answer.text(), hits), (text, text, 1), "{case}");
    }
}

#[tokio::test]
async fn an_end_that_was_not_announced_is_told_apart_from_a_cut_and_from_silence() {
    let begun = "data: {\"chunk\":\"Hal\"}\n\n";
    let (_, _, failed, hits) = streamed(events(begun)).await;
    assert_eq!((failed.unwrap().kind(), hits), (ErrorKind::Truncated, 1));

    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 1000\r\n\r\n";
    let (text, _, failed, hits) = streamed(Step::SendAndClose(format!("{head}{begun}"))).await;
    assert_eq!(
        (text.as_str(), failed.unwrap().kind(), hits),
        ("Hal", ErrorKind::Interrupted, 1)
    );

    let (text, _, failed, _) = streamed(events(&format!("{begun}data: <html>\n\n"))).await;
    assert_eq!(
        (text.as_str(), failed.unwrap().kind()),
        ("Hal", ErrorKind::Decode)
    );

    let (_, answer, failed, _) = streamed(events(
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}\n\n",
    ))
    .await;
    assert!(failed.is_none(), "a reason to stop announces the end");
    assert_eq!(answer.text(), "x");
    let (_, _, failed, _) = streamed(events(&format!("{begun}data: [DONE]"))).await;
    assert!(failed.is_none());
}

#[tokio::test]
async fn silence_in_a_stream_ends_it() {
    let server = Server::start([Step::SendAndStall(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 1000\r\n\r\ndata: {\"chunk\":\"a\"}\n\n".into(),
    )])
    .await;
    let patient = request().idle_timeout(Duration::from_millis(100));
    let mut stream = client(&server.url)
        .ai()
        .chat()
        .completions()
        .stream(patient)
        .await
        .unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().text(), "a");
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn dropping_a_stream_ends_the_call_at_the_server_too() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        read_request(&mut connection).await.unwrap();
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 1000\r\n\r\n";
        let begun = format!("{head}data: {{\"chunk\":\"a\"}}\n\n");
        connection.write_all(begun.as_bytes()).await.unwrap();
        // Nothing to read, or a reset: either way the caller is gone.
        connection.read(&mut [0; 16]).await.unwrap_or(0)
    });
    let completions = client(&url).ai().chat().completions();
    let mut stream = completions.stream(request()).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().text(), "a");
    assert!(!server.is_finished());
    drop(stream);
    let ended = tokio::time::timeout(Duration::from_secs(20), server).await;
    assert_eq!(ended.expect("the connection is closed").unwrap(), 0);
}

#[tokio::test]
async fn a_call_is_repeated_only_before_its_answer_begins() {
    let good = events("data: {\"chunk\":\"a\"}\n\ndata: {\"done\":true}\n\n");
    let server = Server::start([Step::answer(503, "", "{}"), Step::Close, good]).await;
    let stream = client(&server.url)
        .ai()
        .chat()
        .completions()
        .stream(request())
        .await
        .unwrap();
    assert_eq!(stream.into_completion().await.unwrap().text(), "a");
    assert_eq!(server.hits(), 3);
}

#[tokio::test]
async fn what_is_no_stream_of_events_is_not_taken_for_an_empty_answer() {
    let server = Server::start([Step::answer(200, "content-type: text/html\r\n", "<html>")]).await;
    let error = client(&server.url)
        .ai()
        .chat()
        .completions()
        .stream(request())
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Decode, Some("ai.chat.completions.stream"))
    );
}

#[tokio::test]
async fn many_texts_are_embedded_in_batches_and_missing_vectors_are_an_error() {
    let two = r#"{"data":[{"index":1,"embedding":[2]},{"index":0,"embedding":[1]}],"metadata":{"model":"m","usage":{"promptTokens":2,"totalTokens":2}}}"#;
    let one = r#"{"data":[{"index":0,"embedding":[3]}],"metadata":{"model":"m","usage":{"promptTokens":1,"totalTokens":1}}}"#;
    let server = Server::start([Step::answer(200, "", two), Step::answer(200, "", one)]).await;
    let ask = EmbeddingRequest::new("m", ["a", "b", "c"]).batch_size(2);
    let answer = client(&server.url)
        .ai()
        .embeddings()
        .create(ask.clone())
        .await
        .unwrap();
    let vectors: Vec<_> = answer.data.iter().map(|one| (one.index, one.vector[0])).collect();
    assert_eq!(vectors, [(0, 1.0), (1, 2.0), (2, 3.0)]);
    assert_eq!((answer.usage.unwrap().total_tokens, server.hits()), (3, 2));
    let error = client(&server.url)
        .ai()
        .embeddings()
        .create(ask)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("1 vectors for 2 texts"), "{error}");
    for (bad, words) in [
        (EmbeddingRequest::new("", ["a"]), "name of a model"),
        (EmbeddingRequest::new("m", ["a", ""]), "text is empty"),
        (
            EmbeddingRequest::new("m", ["a"]).batch_size(0),
            "at least one text",
        ),
        (
            EmbeddingRequest::new("m", ["a"]).dimensions(0),
            "at least one dimension",
        ),
    ] {
        let error = client(&server.url)
            .ai()
            .embeddings()
            .create(bad)
            .await
            .unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[tokio::test]
async fn an_image_at_an_address_is_got_without_a_credential_and_saved() {
    let elsewhere = Server::start([Step::answer(200, "content-type: image/png\r\n", "png")]).await;
    let made = json!({"images": [{"type": "imageUrl", "imageUrl": format!("{}/a.png", elsewhere.url)}]});
    let project = Server::start([Step::answer(200, "", &made.to_string())]).await;
    let images = client(&project.url).ai().images();
    let answer = images.generate(ImageRequest::new("m", "a cat")).await.unwrap();
    let path = std::env::temp_dir().join(format!("insforge-image-{}.png", std::process::id()));
    images.save(&answer.images[0], &path).await.unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"png");
    std::fs::remove_file(&path).unwrap();
    assert!(!elsewhere.seen()[0].to_ascii_lowercase().contains("authorization"));
    let mut image = answer.images[0].clone();
    image.url = "file:///etc/passwd".into();
    assert_eq!(
        images.download(&image).await.unwrap_err().kind(),
        ErrorKind::Unsupported
    );
    images.generate(ImageRequest::new("m", " ")).await.unwrap_err();
}
