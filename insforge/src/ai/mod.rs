//! Models of many providers: chats, embeddings, images.
//!
//! [`Client::ai`](crate::client::Client::ai) returns [`Ai`].
//!
//! | You want | Take |
//! |---|---|
//! | an answer, whole | `ai().chat().completions()` and [`create`](ChatCompletions::create) |
//! | an answer as it is written | `ai().chat().completions()` and [`stream`](ChatCompletions::stream) |
//! | a chat that goes on and runs your tools | `ai().chat()` and [`conversation`](Chat::conversation) |
//! | vectors of texts | `ai().embeddings()` and [`create`](EmbeddingsApi::create) |
//! | images | `ai().images()` and [`generate`](Images::generate) |
//! | models, keys and costs | an administrator's client: [`Ai::models`] and its neighbours |
//!
//! Answers have the form that OpenAI's libraries give them. A word or field that this version does not know never fails
//! the reading of an answer: enums have `Other`, and types keep further fields in `extra`.
//!
//! # Who pays
//!
//! Anybody with the project's anon key may call a model, and
//! spends the project's credit. InsForge's documentation recommends that servers call OpenRouter themselves with the
//! project's key, which [`Ai::openrouter_key`] gives to an administrator; never ship that key to users.

mod admin;
mod chat;
mod data_uri;
mod embedding;
mod embeddings;
#[cfg(any(fuzzing, test))]
pub(crate) mod fuzz;
mod image;
mod images;
mod metadata;
mod model;
mod openrouter_key;
mod overview;
mod usage;

// With `rustls-no-provider` alone no client can be made before the program installs a provider.
#[cfg(all(test, any(feature = "rustls", not(feature = "rustls-no-provider"))))]
mod tests;

use std::fmt;
use std::marker::PhantomData;

#[cfg(test)]
pub(crate) use self::chat::read_frame;
pub use self::chat::{
    Annotation, AssistantMessage, AudioFormat, Chat, ChatChunk, ChatCompletion, ChatCompletions, ChatRequest,
    ChatStream, Choice, ChunkChoice, Content, Conversation, Delta, FileAnnotation, FileParser, FilePart,
    FinishReason, FunctionCall, FunctionCallDelta, ImageDetail, ImageUrl, InputAudio, Message, MessageRole,
    Part, PdfEngine, SearchEngine, Tool, ToolCall, ToolCallDelta, ToolChoice, ToolFailure, ToolKind,
    TypedTool, UrlCitation, WebSearch,
};
pub use self::embedding::{Embedding, Embeddings, cosine_similarity};
pub use self::embeddings::{EmbeddingRequest, EmbeddingsApi, EncodingFormat};
pub use self::image::{GeneratedImage, ImageData, ImageKind, ImageResponse};
pub use self::images::{ImageRequest, Images};
pub use self::model::{Modality, Model};
pub use self::openrouter_key::{AiConfig, KeyState, OpenRouterKey};
pub use self::overview::{AiOverview, ChartPoint, Charts, KeyUsage};
pub use self::usage::Usage;
use crate::client::{Anon, Role};
use crate::http::Caller;

/// The models of the project, as a client's caller may use them.
///
/// ```no_run
/// use insforge::ai::{ChatRequest, Message};
///
/// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
/// let request = ChatRequest::new("openai/gpt-4o-mini", [Message::user("Why is the sky blue?")]);
/// let answer = client.ai().chat().completions().create(request).await?;
/// println!("{}", answer.text());
/// # Ok(())
/// # }
/// ```
pub struct Ai<R: Role = Anon> {
    caller: Caller,
    role: PhantomData<fn() -> R>,
}

impl<R: Role> Ai<R> {
    pub(crate) fn new(caller: Caller) -> Self {
        let role = PhantomData;
        Self { caller, role }
    }

    /// Chats.
    #[must_use]
    pub fn chat(&self) -> Chat {
        Chat::new(self.caller.clone())
    }

    /// Texts as vectors.
    #[must_use]
    pub fn embeddings(&self) -> EmbeddingsApi {
        EmbeddingsApi::new(self.caller.clone())
    }

    /// Images from words.
    #[must_use]
    pub fn images(&self) -> Images {
        Images::new(self.caller.clone())
    }
}

impl<R: Role> Clone for Ai<R> {
    fn clone(&self) -> Self {
        Self::new(self.caller.clone())
    }
}

impl<R: Role> fmt::Debug for Ai<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ai").finish_non_exhaustive()
    }
}
