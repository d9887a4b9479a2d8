//! Streams that are slow, fail, break off: what the local model does by its name.

use std::time::Duration;

use futures_util::StreamExt;
use insforge::ai::{
    ChatRequest, EmbeddingRequest, EncodingFormat, ImageRequest, Message, Tool, ToolFailure, TypedTool,
};
use insforge::{Admin, Client, ErrorKind, SecretString};
use insforge_local::{Fault, Local, Matcher};
use serde_json::json;

use super::local;

fn client(local: &Local) -> Client {
    // Shorter than the slow model takes: a stream has no limit as a whole.
    let builder = Client::builder(local.url()).total_timeout(Duration::from_millis(700));
    builder.anon_key(local.anon_key()).build().expect("a client")
}

fn admin(local: &Local) -> Client<Admin> {
    Client::admin(local.url(), local.api_key()).expect("an admin client")
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
async fn a_project_without_a_key_says_so_everywhere_and_works_once_one_is_set() {
    let local = local().await;
    local.ai().set_api_key(None);
    let (visitor, admin) = (client(&local).ai(), admin(&local).ai());
    let chat = || ChatRequest::new("any", [Message::user("hi")]);

    let whole = visitor
        .chat()
        .completions()
        .create(chat())
        .await
        .expect_err("no key");
    let stream = visitor
        .chat()
        .completions()
        .stream(chat())
        .await
        .expect("a stream");
    let streamed = stream.into_completion().await.expect_err("no key");
    let vectors = visitor
        .embeddings()
        .create(EmbeddingRequest::new("any", ["a"]))
        .await;
    let image = visitor.images().generate(ImageRequest::new("any", "a cat")).await;
    let key = admin.openrouter_key().await.expect_err("no key");
    for error in [
        &whole,
        &streamed,
        &vectors.expect_err("no key"),
        &image.expect_err("no key"),
        &key,
    ] {
        assert_eq!(error.kind(), ErrorKind::NotConfigured, "{error:?}");
    }
    assert_eq!(
        (whole.status(), whole.code()),
        (Some(500), Some("AI_INVALID_API_KEY"))
    );
    assert!(
        key.next_actions()
            .is_some_and(|hint| hint.contains("OPENROUTER_API_KEY"))
    );
    let costs = admin.overview().await.expect("the costs");
    assert_eq!(costs.key.usage, Some(0.0));
    assert!(costs.key.extra.contains_key("observabilityError"));

    let none = admin.config().await.expect("which keys there are");
    assert!(!none.api_key.configured && none.api_key.masked_key.is_none());
    let refused = admin.set_config(None, None).await.expect_err("nothing to set");
    assert_eq!(refused.kind(), ErrorKind::Request);
    let empty = admin.set_config(Some(&SecretString::from(" ")), None).await;
    assert_eq!(empty.expect_err("no key either").kind(), ErrorKind::Invalid);
    let secret = SecretString::from("sk-or-v1-canary-1234");
    let set = admin.set_config(Some(&secret), None).await.expect("it is set");
    assert!(set.api_key.configured && !set.management_key.configured);
    assert_eq!(set.api_key.masked_key.as_deref(), Some("sk-or-v1••••••••1234"));
    let read = admin.openrouter_key().await.expect("the key");
    assert_eq!(read.expose(), "sk-or-v1-canary-1234");
    assert!(!format!("{read:?} {set:?}").contains("canary"));
    visitor
        .chat()
        .completions()
        .create(chat())
        .await
        .expect("an answer");
    // The other key is set beside it.
    let both = admin.set_config(None, Some(&secret)).await.expect("it is set");
    assert!(both.api_key.configured && both.management_key.configured);
}

#[tokio::test]
async fn a_key_is_rotated_where_insforge_keeps_it_and_set_where_it_does_not() {
    let local = local().await;
    let ai = admin(&local).ai();
    let before = ai.openrouter_key().await.expect("the key");
    let error = ai
        .rotate_openrouter_key()
        .await
        .expect_err("a self-hosted project");
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Invalid, Some("ai.rotate_openrouter_key"))
    );
    local.ai().set_hosted(true);
    let after = ai.rotate_openrouter_key().await.expect("a new key");
    assert_ne!(before.expose(), after.expose());
    assert_eq!(
        ai.openrouter_key().await.expect("the key").expose(),
        after.expose()
    );
    let key = SecretString::from("sk-or-v1-own");
    for error in [
        ai.config().await.expect_err("a hosted project"),
        ai.set_config(Some(&key), None)
            .await
            .expect_err("a hosted project"),
    ] {
        assert_eq!(error.kind(), ErrorKind::Invalid);
    }
}

#[tokio::test]
async fn vectors_are_the_same_numbers_in_either_encoding() {
    let local = local().await;
    let embeddings = client(&local).ai().embeddings();
    let ask = || EmbeddingRequest::new("any", ["a cat sleeps", "stocks fell"]).dimensions(16);
    let numbers = embeddings
        .create(ask().encoding_format(EncodingFormat::Float))
        .await
        .expect("vectors");
    let packed = embeddings
        .create(ask().encoding_format(EncodingFormat::Base64))
        .await
        .expect("vectors");
    assert_eq!(numbers.data, packed.data);
    assert_eq!(numbers.data[0].vector.len(), 16);
}

#[tokio::test]
async fn a_typed_tool_is_called_with_arguments_of_its_type() {
    #[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
    #[serde(rename_all = "lowercase")]
    enum Unit {
        Celsius,
        Fahrenheit,
    }
    #[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
    struct Forecast {
        /// The city's name.
        city: String,
        days: Option<u8>,
        unit: Unit,
    }
    let local = local().await;
    let forecast = Tool::typed::<Forecast>("get_forecast", "The weather of the coming days");
    let mut chat = client(&local)
        .ai()
        .chat()
        .conversation(ChatRequest::new("any", []))
        .tool(forecast, |asked: Forecast| async move {
            Ok::<_, ToolFailure>(format!("{} {:?} {:?}", asked.city, asked.days, asked.unit))
        });
    let answer = chat
        .ask("The weather of the next 3 days in Rome?")
        .await
        .expect("an answer");
    assert_eq!(answer.text(), "The tool says: \"Rome Some(3) Celsius\"");
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
