//! Streams that are slow, fail, break off: what the local model does by its name.

use std::time::Duration;

use futures_util::StreamExt;
use insforge::ai::{ChatRequest, EmbeddingRequest, Message, ToolFailure, TypedTool};
use insforge::{Client, ErrorKind};
use insforge_local::{Fault, Local, Matcher};
use serde_json::json;

use super::local;

fn client(local: &Local) -> Client {
    // Shorter than the slow model takes: a stream has no limit as a whole.
    let builder = Client::builder(local.url()).total_timeout(Duration::from_millis(700));
    builder.anon_key(local.anon_key()).build().expect("a client")
}

#[tokio::test]
async fn every_way_a_stream_can_go_is_told_apart() {
    let local = local().await;
    let completions = client(&local).ai().chat().completions();
    for (model, text, failed) in [
        ("any", "You said: hi", None),
        ("fx/comments", "You said: hi", None),
        ("fx/empty", "", None),
        ("fx/midstream-error", "You said: hi", Some(ErrorKind::Server)),
        ("fx/midstream-garbage", "You said: hi", Some(ErrorKind::Decode)),
        ("fx/truncated", "You said: hi", Some(ErrorKind::Truncated)),
        ("fx/402", "", Some(ErrorKind::InsufficientBalance)),
        ("fx/429", "", Some(ErrorKind::RateLimited)),
        ("fx/401", "", Some(ErrorKind::NotConfigured)),
        ("fx/503", "", Some(ErrorKind::Unavailable)),
    ] {
        let mut stream = completions
            .stream(ChatRequest::new(model, [Message::user("hi")]))
            .await
            .expect("a stream");
        let mut error = None;
        while let Some(piece) = stream.next().await {
            error = piece.err().or(error);
        }
        assert_eq!(error.map(|error| error.kind()), failed, "{model}");
        assert_eq!(stream.completion().text(), text, "{model}");
    }
    local
        .faults()
        .push(Matcher::path("/api/ai/chat"), 1, Fault::Truncate(30));
    local.clear_requests();
    let stream = completions
        .stream(ChatRequest::new("any", [Message::user("hi")]))
        .await
        .expect("a stream");
    let error = stream.into_completion().await.expect_err("cut off");
    assert_eq!(
        (error.kind(), local.requests().len()),
        (ErrorKind::Interrupted, 1),
        "what has begun is not begun again"
    );
}

#[tokio::test]
async fn a_slow_stream_outlives_the_time_limit_of_other_calls_and_ends_when_it_is_dropped() {
    let local = local().await;
    let completions = client(&local).ai().chat().completions();
    let ask = || ChatRequest::new("fx/slow", [Message::user("hi")]);
    let answer = completions
        .stream(ask())
        .await
        .expect("a stream")
        .into_completion()
        .await
        .expect("an answer");
    assert_eq!(answer.text().split_whitespace().count(), 30);
    let mut stream = completions.stream(ask()).await.expect("a stream");
    stream.next().await.expect("a piece").expect("a good one");
    drop(stream);
    completions
        .create(ChatRequest::new("any", [Message::user("hi")]))
        .await
        .expect("the client goes on");
}

#[tokio::test]
async fn a_conversation_with_a_tool_goes_on_whole_and_streamed() {
    #[derive(serde::Deserialize)]
    struct City {
        city: String,
    }
    let local = local().await;
    let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
    let weather = TypedTool::<City>::new("get_weather", "The weather of a city", schema);
    let mut chat = client(&local)
        .ai()
        .chat()
        .conversation(ChatRequest::new("any", []))
        .tool(weather, |asked: City| async move {
            Ok::<_, ToolFailure>(format!("{}: 21", asked.city))
        });
    let answer = chat.ask("How warm is it in Rome?").await.expect("an answer");
    assert_eq!(answer.text(), "The tool says: \"Rome: 21\"");
    let mut heard = String::new();
    let answer = chat
        .ask_streamed("And in Oslo?", |piece| heard.push_str(piece))
        .await
        .expect("an answer");
    assert_eq!(
        (answer.text(), heard.as_str()),
        ("The tool says: \"Oslo: 21\"", "The tool says: \"Oslo: 21\"")
    );
    assert_eq!(chat.messages().len(), 8);
}

#[tokio::test]
async fn texts_of_the_same_words_are_alike() {
    let local = local().await;
    let texts = ["cats sleep all day", "a cat sleeps", "stocks fell on Monday"];
    let vectors = client(&local)
        .ai()
        .embeddings()
        .create(EmbeddingRequest::new("any", texts))
        .await
        .expect("vectors");
    let [cats, cat, stocks] = &vectors.data[..] else {
        panic!("three")
    };
    assert!(cats.similarity(cat) > cats.similarity(stocks));
}
