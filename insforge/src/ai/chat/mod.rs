//! Chats with a model: `POST /api/ai/chat/completion`, whole and streamed.

mod accumulate;
mod annotation;
mod chunk;
mod completion;
mod completions;
mod conversation;
mod failure;
mod message;
mod part;
mod plugins;
mod request;
#[cfg(feature = "schemars")]
mod schema;
mod stream;
mod tool;

pub use self::annotation::{Annotation, FileAnnotation, UrlCitation};
pub use self::chunk::{ChatChunk, ChunkChoice, Delta, FunctionCallDelta, ToolCallDelta};
pub use self::completion::{AssistantMessage, ChatCompletion, Choice, FinishReason};
pub use self::completions::{Chat, ChatCompletions};
pub use self::conversation::{Conversation, ToolFailure};
pub use self::message::{Content, Message, MessageRole};
pub use self::part::{AudioFormat, FilePart, ImageDetail, ImageUrl, InputAudio, Part};
pub use self::plugins::{FileParser, PdfEngine, SearchEngine, WebSearch};
pub use self::request::ChatRequest;
pub use self::stream::ChatStream;
pub use self::tool::{FunctionCall, Tool, ToolCall, ToolChoice, ToolKind, TypedTool};

/// Reads a frame of a stream and forgets it.
#[cfg(test)]
pub(crate) fn read_frame(event: &crate::http::SseEvent) -> crate::Result<()> {
    self::chunk::Frame::read(event).map(drop)
}
