//! Messages of a chat, as they are sent.

use serde::Serialize;

use super::{AssistantMessage, Part, ToolCall};
use crate::open_enum::open_enum;

open_enum! {
    /// Who a message is from.
    pub enum MessageRole {
        /// The instructions that hold for the whole chat.
        System = "system",
        /// The person.
        User = "user",
        /// The model.
        Assistant = "assistant",
        /// The result of a tool that the model called.
        Tool = "tool",
    }
}

/// What a message says: a text, or parts of several kinds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Content {
    /// A text.
    Text(String),
    /// Texts, images, sounds and files in their order.
    Parts(Vec<Part>),
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<Part>> for Content {
    fn from(parts: Vec<Part>) -> Self {
        Self::Parts(parts)
    }
}

impl<const N: usize> From<[Part; N]> for Content {
    fn from(parts: [Part; N]) -> Self {
        Self::Parts(parts.into())
    }
}

/// One message of a chat.
///
/// ```
/// use insforge::ai::{Message, Part};
///
/// let chat = [
///     Message::system("Answer in one sentence."),
///     Message::user([Part::text("What is this?"), Part::image_url("https://example.com/a.png")]),
/// ];
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Message {
    /// Who it is from.
    pub role: MessageRole,
    /// What it says; `None` where an assistant only calls tools.
    pub content: Option<Content>,
    /// The tools that an assistant calls.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tool_calls: Vec<ToolCall>,
    /// Which call a tool's message answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_call_id: Option<String>,
}

impl Message {
    fn new(role: MessageRole, content: Option<Content>) -> Self {
        Self {
            role,
            content,
            tool_calls: Vec::new(),
            tool_call_id: None,
        }
    }

    /// Instructions that hold for the whole chat.
    #[must_use]
    pub fn system(content: impl Into<Content>) -> Self {
        Self::new(MessageRole::System, Some(content.into()))
    }

    /// What the person says.
    #[must_use]
    pub fn user(content: impl Into<Content>) -> Self {
        Self::new(MessageRole::User, Some(content.into()))
    }

    /// What the model said earlier.
    #[must_use]
    pub fn assistant(content: impl Into<Content>) -> Self {
        Self::new(MessageRole::Assistant, Some(content.into()))
    }

    /// The result of a tool: the answer to the call of this id.
    #[must_use]
    pub fn tool(call_id: impl Into<String>, result: impl Into<Content>) -> Self {
        Self {
            tool_call_id: Some(call_id.into()),
            ..Self::new(MessageRole::Tool, Some(result.into()))
        }
    }
}

/// The model's answer as the next message of the chat it belongs to.
impl From<AssistantMessage> for Message {
    fn from(answer: AssistantMessage) -> Self {
        let content = Some(answer.content).filter(|text| !text.is_empty() || answer.tool_calls.is_empty());
        Self {
            tool_calls: answer.tool_calls,
            ..Self::new(MessageRole::Assistant, content.map(Content::Text))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn messages_have_the_form_of_the_wire() {
        let messages = [
            Message::system("Be brief"),
            Message::user([Part::text("What is this?")]),
            Message::tool("call_1", "{\"c\":21}"),
        ];
        assert_eq!(
            serde_json::to_value(messages).unwrap(),
            json!([
                {"role": "system", "content": "Be brief"},
                {"role": "user", "content": [{"type": "text", "text": "What is this?"}]},
                {"role": "tool", "content": "{\"c\":21}", "tool_call_id": "call_1"}
            ])
        );
    }

    #[test]
    fn an_answer_that_only_calls_tools_has_null_content() {
        let answer = AssistantMessage {
            tool_calls: vec![ToolCall::new("call_1", "weather", "{}")],
            ..AssistantMessage::default()
        };
        assert_eq!(
            serde_json::to_value(Message::from(answer)).unwrap(),
            json!({"role": "assistant", "content": null, "tool_calls":
                [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]})
        );
    }
}
