//! Models, on any InsForge: one without a provider's key, or credit, says so, and that is an answer too.

use insforge::ai::{ChatCompletion, ChatRequest, EmbeddingRequest, ImageRequest, Message, Tool};
use insforge::{Client, Error, ErrorKind, SecretString};
use insforge_tests::Backend;
use serde_json::json;

fn client(backend: &Backend) -> Client {
    Client::new(backend.url(), backend.anon_key()).expect("a client")
}

/// Whether models can be called. A hosted project does not tell its keys, and has one.
async fn has_key(backend: &Backend) -> bool {
    let config = backend.admin().ai().config().await;
    config.map_or(true, |config| config.api_key.configured)
}

/// What came of a call of a model, where there is a key and the provider has enough credit. Without a key the server
/// has to say so in its own words.
fn answered<T>(result: Result<T, Error>, has_key: bool) -> Option<T> {
    match result {
        Ok(answer) => {
            assert!(has_key, "without a key nothing is answered");
            Some(answer)
        }
        Err(error) if has_key => {
            let kinds = [
                ErrorKind::InsufficientBalance,
                ErrorKind::RateLimited,
                ErrorKind::NotConfigured,
            ];
            assert!(kinds.contains(&error.kind()), "{error:?}");
            None
        }
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::NotConfigured, "{error:?}");
            assert!(error.message().contains("API key not configured"), "{error:?}");
            // A failure inside a stream of status 200 has neither.
            if error.status().is_some() {
                assert_eq!(
                    (error.status(), error.code()),
                    (Some(500), Some("AI_INVALID_API_KEY"))
                );
            }
            None
        }
    }
}

fn chat(text: &str) -> ChatRequest {
    ChatRequest::new("openai/gpt-4o-mini", [Message::user(text)]).max_tokens(50)
}

#[tokio::test]
async fn a_chat_is_answered_whole_and_in_pieces() {
    let backend = Backend::connect().await;
    let (client, has_key) = (client(backend), has_key(backend).await);
    let completions = client.ai().chat().completions();
    let says = |answer: ChatCompletion| !answer.text().is_empty();
    let whole = answered(completions.create(chat("Say hello")).await, has_key);
    assert!(whole.is_none_or(|answer| !answer.model.is_empty() && says(answer)));
    // Failures of the provider come inside the stream.
    let stream = completions.stream(chat("Say hello")).await.expect("a stream");
    let streamed = answered(stream.into_completion().await, has_key);
    assert!(streamed.is_none_or(says));
}

#[tokio::test]
async fn what_the_server_alone_can_refuse_is_refused_before_a_stream_begins() {
    let client = client(Backend::connect().await);
    let completions = client.ai().chat().completions();
    let too_long = || chat("Say hello").max_tokens(999_999);
    for error in [
        completions.create(too_long()).await.expect_err("too long"),
        completions.stream(too_long()).await.expect_err("too long"),
    ] {
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::Invalid, Some("INVALID_INPUT"))
        );
        assert!(error.message().contains("token cap"), "{error}");
    }
}

#[tokio::test]
async fn tools_vectors_and_images_come_as_their_types() {
    let backend = Backend::connect().await;
    let (ai, has_key) = (client(backend).ai(), has_key(backend).await);
    #[derive(serde::Deserialize, schemars::JsonSchema)]
    struct City {
        /// The city's name.
        city: String,
    }
    let weather = Tool::typed::<City>("get_weather", "The weather of a city");
    let asked = chat("How warm is it in Rome?").tool(&weather);
    if let Some(answer) = answered(ai.chat().completions().create(asked).await, has_key) {
        assert!(!answer.text().is_empty() || !answer.tool_calls().is_empty());
        for call in answer.tool_calls() {
            let read = weather.read(call).expect("such arguments");
            assert!(read.is_some_and(|read| !read.city.is_empty()));
        }
    }
    let texts = EmbeddingRequest::new("openai/text-embedding-3-small", ["a cat", "a dog"]);
    if let Some(vectors) = answered(ai.embeddings().create(texts).await, has_key) {
        assert_eq!(vectors.data.len(), 2);
        assert_eq!(vectors.data[0].vector.len(), vectors.data[1].vector.len());
    }
    let picture = ImageRequest::new("google/gemini-2.5-flash-image", "a cat");
    if let Some(made) = answered(ai.images().generate(picture).await, has_key) {
        let usable = |image: &insforge::ai::GeneratedImage| image.is_remote() || image.decode().is_ok();
        assert!(made.images.iter().all(usable));
    }
}

#[tokio::test]
async fn an_administrator_sees_models_keys_and_costs() {
    let backend = Backend::connect().await;
    let (ai, has_key) = (backend.admin().ai(), has_key(backend).await);
    match ai.models().await {
        Ok(models) => assert!(models.iter().all(|model| !model.model_id.is_empty())),
        // The list is OpenRouter's, and a server without a way there has none.
        Err(error) => assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Unavailable, Some(503))
        ),
    }
    let costs = ai.overview().await.expect("the costs");
    assert!(costs.key.usage.is_some());
    match ai.openrouter_key().await {
        Ok(key) => assert!(has_key && !format!("{key:?}").contains(key.expose())),
        Err(error) => {
            assert!(!has_key && error.next_actions().is_some(), "{error:?}");
            assert_eq!(
                (error.kind(), error.status()),
                (ErrorKind::NotConfigured, Some(400))
            );
        }
    }
}

#[tokio::test]
async fn an_administrator_cannot_set_no_key_nor_rotate_one_of_a_project_s_own() {
    let ai = Backend::connect().await.admin().ai();
    if ai.config().await.is_err() {
        // A hosted project: rotating its key would do so.
        return;
    }
    let refused = ai.set_config(None, None).await.expect_err("nothing to set");
    assert_eq!(refused.kind(), ErrorKind::Request);
    let blank = SecretString::from("  ");
    let refused = ai.set_config(Some(&blank), None).await.expect_err("no key");
    assert_eq!(
        (refused.kind(), refused.code()),
        (ErrorKind::Invalid, Some("INVALID_INPUT"))
    );
    let refused = ai.rotate_openrouter_key().await.expect_err("a project's own key");
    assert_eq!(refused.kind(), ErrorKind::Invalid);
    assert!(refused.next_actions().is_some(), "{refused:?}");
}

#[tokio::test]
async fn a_tool_with_a_schema_by_hand_is_taken_too() {
    let backend = Backend::connect().await;
    let (client, has_key) = (client(backend), has_key(backend).await);
    let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
    let asked =
        chat("How warm is it in Rome?").tool(Tool::new("get_weather", "The weather of a city", schema));
    let answer = answered(client.ai().chat().completions().create(asked).await, has_key);
    assert!(answer.is_none_or(|answer| !answer.text().is_empty() || !answer.tool_calls().is_empty()));
}
