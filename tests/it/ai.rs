//! Models, on any InsForge: one without a provider's key, or credit, says so, and that is an answer too.

use insforge::ai::{ChatRequest, EmbeddingRequest, ImageRequest, Message, Tool};
use insforge::{Client, Error, ErrorKind};
use insforge_tests::Backend;
use serde_json::json;

fn client(backend: &Backend) -> Client {
    Client::new(backend.url(), backend.anon_key()).expect("a client")
}

/// What a project without a provider, or whose provider has enough, answers.
fn is_no_provider(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::NotConfigured | ErrorKind::InsufficientBalance | ErrorKind::RateLimited
    )
}

fn chat(text: &str) -> ChatRequest {
    ChatRequest::new("openai/gpt-4o-mini", [Message::user(text)]).max_tokens(50)
}

#[tokio::test]
async fn a_chat_is_answered_whole_and_in_pieces() {
    let client = client(Backend::connect().await);
    let completions = client.ai().chat().completions();
    match completions.create(chat("Say hello")).await {
        Ok(answer) => assert!(!answer.text().is_empty() && !answer.model.is_empty()),
        Err(error) => assert!(is_no_provider(&error), "{error:?}"),
    }
    // Failures of the provider come inside the stream.
    let stream = completions.stream(chat("Say hello")).await.expect("a stream");
    match stream.into_completion().await {
        Ok(answer) => assert!(!answer.text().is_empty()),
        Err(error) => assert!(is_no_provider(&error), "{error:?}"),
    }
}

#[tokio::test]
async fn tools_vectors_and_images_come_as_their_types() {
    let client = client(Backend::connect().await);
    let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
    let asked =
        chat("How warm is it in Rome?").tool(Tool::new("get_weather", "The weather of a city", schema));
    match client.ai().chat().completions().create(asked).await {
        Ok(answer) => assert!(!answer.text().is_empty() || !answer.tool_calls().is_empty()),
        Err(error) => assert!(is_no_provider(&error), "{error:?}"),
    }
    let texts = EmbeddingRequest::new("openai/text-embedding-3-small", ["a cat", "a dog"]);
    match client.ai().embeddings().create(texts).await {
        Ok(vectors) => assert_eq!(
            (vectors.data.len(), vectors.data[0].vector.len()),
            (2, vectors.data[1].vector.len())
        ),
        Err(error) => assert!(is_no_provider(&error), "{error:?}"),
    }
    match client
        .ai()
        .images()
        .generate(ImageRequest::new("google/gemini-2.5-flash-image", "a cat"))
        .await
    {
        Ok(made) => assert!(
            made.images
                .iter()
                .all(|image| image.is_remote() || image.decode().is_ok())
        ),
        Err(error) => assert!(
            is_no_provider(&error) || error.kind() == ErrorKind::Invalid,
            "{error:?}"
        ),
    }
}

#[tokio::test]
async fn an_administrator_sees_models_keys_and_costs() {
    let ai = Backend::connect().await.admin().ai();
    match ai.models().await {
        Ok(models) => assert!(models.iter().all(|model| !model.id.is_empty())),
        // The catalog is the provider's, who is not always to be reached.
        Err(error) => assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::Unavailable, Some("AI_UPSTREAM_UNAVAILABLE"))
        ),
    }
    ai.overview().await.expect("the costs");
    let config = ai.config().await.expect("which keys there are");
    match ai.openrouter_key().await {
        Ok(key) => assert!(config.api_key.configured && !format!("{key:?}").contains(key.expose())),
        Err(error) => assert_eq!(error.kind(), ErrorKind::NotConfigured),
    }
}
