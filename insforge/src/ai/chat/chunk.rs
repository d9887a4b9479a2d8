//! One piece of a streamed answer, and the frames it comes in.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Annotation, FinishReason, MessageRole};
use crate::ai::Usage;
use crate::error::Result;
use crate::http::SseEvent;
use crate::null_is_default::null_is_default;

/// One piece of a streamed answer, in the form that OpenAI's libraries give it.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ChatChunk {
    /// What is new in the answers; none in a piece that only tells the usage.
    pub choices: Vec<ChunkChoice>,
    /// What the call cost. It comes once, before the calls of tools.
    pub usage: Option<Usage>,
    /// The model, where the piece names it.
    pub model: Option<String>,
    /// Fields that this version does not know.
    pub extra: Map<String, Value>,
}

impl ChatChunk {
    /// What is new in the first answer's text; empty in pieces of another kind.
    #[must_use]
    pub fn text(&self) -> &str {
        self.choices
            .first()
            .and_then(|choice| choice.delta.content.as_deref())
            .unwrap_or_default()
    }
}

/// What is new in one of the answers.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ChunkChoice {
    /// Which answer.
    pub index: u32,
    /// What is new.
    #[serde(deserialize_with = "null_is_default")]
    pub delta: Delta,
    /// Why the model stopped, in the last piece of some servers.
    pub finish_reason: Option<FinishReason>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The new part of an answer.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Delta {
    /// Who speaks, in the first piece of some servers.
    pub role: Option<MessageRole>,
    /// More text.
    pub content: Option<String>,
    /// More of the calls of tools. [`ChatStream::completion`](super::ChatStream::completion) has them put together.
    #[serde(deserialize_with = "null_is_default")]
    pub tool_calls: Vec<ToolCallDelta>,
    /// What the text rests on.
    #[serde(deserialize_with = "null_is_default")]
    pub annotations: Vec<Annotation>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A part of a tool's call, or, from this server, all of it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ToolCallDelta {
    /// Which call of the answer.
    pub index: Option<u32>,
    /// The call's id.
    pub id: Option<String>,
    /// The function.
    #[serde(deserialize_with = "null_is_default")]
    pub function: FunctionCallDelta,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A part of a tool call's function.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct FunctionCallDelta {
    /// Its name.
    pub name: Option<String>,
    /// More of the JSON text of its arguments.
    pub arguments: Option<String>,
}

/// What a frame of the stream means.
#[derive(Debug)]
pub(super) enum Frame {
    Chunk(Box<ChatChunk>),
    /// The answer is complete.
    Done,
    /// The provider failed, inside an answer of status 200.
    Failed(String),
}

/// A frame as it is on the wire: InsForge's kinds with one key each, or OpenAI's chunk, should a server pass that on.
#[derive(Default, Deserialize)]
#[serde(default)]
struct FrameBody {
    chunk: Option<String>,
    #[serde(rename = "tokenUsage")]
    token_usage: Option<Usage>,
    #[serde(deserialize_with = "null_is_default")]
    tool_calls: Vec<ToolCallDelta>,
    #[serde(deserialize_with = "null_is_default")]
    annotations: Vec<Annotation>,
    done: Option<Value>,
    error: Option<Value>,
    message: Option<Value>,
    #[serde(deserialize_with = "null_is_default")]
    choices: Vec<ChunkChoice>,
    usage: Option<Usage>,
    model: Option<String>,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

impl Frame {
    /// Reads the frame of an event.
    ///
    /// # Errors
    /// [`Decode`](crate::error::ErrorKind::Decode) where its data is no frame.
    pub(super) fn read(event: &SseEvent) -> Result<Self> {
        if event.is_done() {
            return Ok(Self::Done);
        }
        let mut body: FrameBody = event.json()?;
        if let Some(error) = body
            .error
            .take()
            .filter(|error| !matches!(error, Value::Null | Value::Bool(false)))
        {
            let inner = error.get("message").cloned().or(body.message);
            let text = match inner.unwrap_or(error) {
                Value::String(text) => text,
                Value::Bool(_) => "the provider failed without saying why".to_owned(),
                other => other.to_string(),
            };
            return Ok(Self::Failed(text));
        }
        if body.done.is_some_and(|done| done != Value::Bool(false)) {
            return Ok(Self::Done);
        }
        if body.chunk.is_some() || !body.tool_calls.is_empty() || !body.annotations.is_empty() {
            body.choices.push(ChunkChoice {
                delta: Delta {
                    content: body.chunk,
                    tool_calls: body.tool_calls,
                    annotations: body.annotations,
                    ..Delta::default()
                },
                ..ChunkChoice::default()
            });
        }
        if let Some(message) = body.message {
            body.extra.insert("message".to_owned(), message);
        }
        Ok(Self::Chunk(Box::new(ChatChunk {
            choices: body.choices,
            usage: body.token_usage.or(body.usage),
            model: body.model,
            extra: body.extra,
        })))
    }
}
