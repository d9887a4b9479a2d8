//! The answer to a chat, complete.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Annotation, MessageRole, ToolCall};
use crate::ai::Usage;
use crate::ai::metadata::Metadata;
use crate::null_is_default::null_is_default;
use crate::open_enum::open_enum;

open_enum! {
    /// Why the model stopped.
    pub enum FinishReason {
        /// The answer is complete.
        Stop = "stop",
        /// It calls tools and waits for their results.
        ToolCalls = "tool_calls",
        /// It reached the longest answer allowed.
        Length = "length",
        /// The provider's filter cut it off.
        ContentFilter = "content_filter",
    }
}

/// The answer to a chat, in the form that OpenAI's libraries give it.
///
/// The server passes on one choice, and neither its id nor why the model stopped: `finish_reason` tells calls of tools
/// from other answers.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ChatCompletion {
    /// The model that answered.
    pub model: String,
    /// The answers; one, from this server.
    pub choices: Vec<Choice>,
    /// What the call cost, where the provider says so.
    pub usage: Option<Usage>,
    /// Fields that this version does not know.
    pub extra: Map<String, Value>,
}

/// One of the answers of a [`ChatCompletion`].
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Choice {
    /// Its place among the answers.
    pub index: u32,
    /// The answer.
    pub message: AssistantMessage,
    /// Why the model stopped.
    pub finish_reason: Option<FinishReason>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// What a model says.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AssistantMessage {
    /// Always the assistant, unless a server makes up another role.
    pub role: MessageRole,
    /// The text; empty where the model only calls tools.
    #[serde(deserialize_with = "null_is_default")]
    pub content: String,
    /// The tools it calls.
    #[serde(deserialize_with = "null_is_default")]
    pub tool_calls: Vec<ToolCall>,
    /// What the text rests on.
    #[serde(deserialize_with = "null_is_default")]
    pub annotations: Vec<Annotation>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Default for AssistantMessage {
    fn default() -> Self {
        Self {
            role: MessageRole::Assistant,
            content: String::new(),
            tool_calls: Vec::new(),
            annotations: Vec::new(),
            extra: Map::new(),
        }
    }
}

impl ChatCompletion {
    /// The text of the first answer.
    #[must_use]
    pub fn text(&self) -> &str {
        self.choices
            .first()
            .map_or("", |choice| choice.message.content.as_str())
    }

    /// The tools that the first answer calls.
    #[must_use]
    pub fn tool_calls(&self) -> &[ToolCall] {
        self.choices
            .first()
            .map_or(&[], |choice| choice.message.tool_calls.as_slice())
    }

    /// What the first answer rests on.
    #[must_use]
    pub fn annotations(&self) -> &[Annotation] {
        self.choices
            .first()
            .map_or(&[], |choice| choice.message.annotations.as_slice())
    }

    /// The first answer, to be put into the chat that goes on.
    #[must_use]
    pub fn into_message(self) -> AssistantMessage {
        self.choices
            .into_iter()
            .next()
            .map(|choice| choice.message)
            .unwrap_or_default()
    }
}

/// The answer as it is on the wire: InsForge's flat form, or OpenAI's, should a server pass that on.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Body {
    #[serde(deserialize_with = "null_is_default")]
    text: String,
    #[serde(deserialize_with = "null_is_default")]
    tool_calls: Vec<ToolCall>,
    #[serde(deserialize_with = "null_is_default")]
    annotations: Vec<Annotation>,
    #[serde(deserialize_with = "null_is_default")]
    metadata: Metadata,
    #[serde(deserialize_with = "null_is_default")]
    choices: Vec<Choice>,
    #[serde(deserialize_with = "null_is_default")]
    model: String,
    usage: Option<Usage>,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

impl<'de> Deserialize<'de> for ChatCompletion {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut body = Body::deserialize(deserializer)?;
        if body.choices.is_empty() {
            let message = AssistantMessage {
                content: body.text,
                tool_calls: body.tool_calls,
                annotations: body.annotations,
                ..AssistantMessage::default()
            };
            body.choices.push(Choice::of(message, None));
        }
        body.extra.extend(body.metadata.extra);
        Ok(Self {
            model: if body.model.is_empty() {
                body.metadata.model
            } else {
                body.model
            },
            choices: body.choices,
            usage: body.usage.or(body.metadata.usage),
            extra: body.extra,
        })
    }
}

impl Choice {
    pub(super) fn of(message: AssistantMessage, finish_reason: Option<FinishReason>) -> Self {
        let guess = if message.tool_calls.is_empty() {
            FinishReason::Stop
        } else {
            FinishReason::ToolCalls
        };
        Self {
            index: 0,
            message,
            finish_reason: Some(finish_reason.unwrap_or(guess)),
            extra: Map::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_an_answer_are_read() {
        let flat: ChatCompletion = serde_json::from_str(
            r#"{"text":"hi","new":1,"metadata":{"model":"m","usage":{"promptTokens":3},"cost":2}}"#,
        )
        .unwrap();
        assert_eq!((flat.text(), flat.model.as_str()), ("hi", "m"));
        assert_eq!(flat.choices[0].finish_reason, Some(FinishReason::Stop));
        assert_eq!(flat.usage.as_ref().map(|usage| usage.prompt_tokens), Some(3));
        assert_eq!(
            (flat.extra["new"].as_u64(), flat.extra["cost"].as_u64()),
            (Some(1), Some(2))
        );

        let openai: ChatCompletion = serde_json::from_str(
            r#"{"id":"x","model":"m","service_tier":"new","usage":{},"choices":[
                {"index":0,"finish_reason":"function_call","message":{"role":"assistant","content":null,"refusal":null}}]}"#,
        )
        .unwrap();
        assert_eq!(openai.text(), "");
        assert_eq!(
            openai.choices[0].finish_reason,
            Some(FinishReason::Other("function_call".into()))
        );
        assert_eq!(openai.extra["service_tier"], "new");
    }
}
