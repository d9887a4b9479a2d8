//! A chat with all its options, as a value.

use std::time::Duration;

use serde::Serialize;

use super::{FileParser, Message, Tool, ToolChoice, WebSearch};
use crate::error::{Error, Result};

/// What to ask a model: the chat so far and how to answer it.
///
/// The server ignores options it does not know, so there are none here for stop words, seeds or answer formats.
///
/// ```
/// use insforge::ai::{ChatRequest, Message};
///
/// let request = ChatRequest::new("openai/gpt-4o-mini", [Message::user("Why is the sky blue?")])
///     .temperature(0.2)
///     .max_tokens(200);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[must_use]
pub struct ChatRequest {
    model: String,
    pub(super) messages: Vec<Message>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_p: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    web_search: Option<WebSearch>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_parser: Option<FileParser>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thinking: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tools: Vec<Tool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tool_choice: Option<ToolChoice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parallel_tool_calls: Option<bool>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) stream: bool,
    #[serde(skip)]
    pub(super) timeout: Option<Duration>,
    #[serde(skip)]
    pub(super) idle_timeout: Option<Duration>,
}

impl ChatRequest {
    /// A chat with a model, such as `openai/gpt-4o-mini`; the last message is the one to answer.
    pub fn new(model: impl Into<String>, messages: impl IntoIterator<Item = Message>) -> Self {
        Self {
            model: model.into(),
            messages: messages.into_iter().collect(),
            temperature: None,
            max_tokens: None,
            top_p: None,
            web_search: None,
            file_parser: None,
            thinking: None,
            tools: Vec::new(),
            tool_choice: None,
            parallel_tool_calls: None,
            stream: false,
            timeout: None,
            idle_timeout: None,
        }
    }

    /// Adds a message.
    pub fn message(mut self, message: Message) -> Self {
        self.messages.push(message);
        self
    }

    /// How freely the model chooses its words, 0 to 2; the server's default is 0.7.
    pub fn temperature(mut self, temperature: f32) -> Self {
        self.temperature = Some(temperature);
        self
    }

    /// The longest answer in tokens; the server's default is 4096, and it takes 16384 at most unless set otherwise.
    pub fn max_tokens(mut self, tokens: u32) -> Self {
        self.max_tokens = Some(tokens);
        self
    }

    /// Chooses among the likeliest words that make up this share, 0 to 1.
    pub fn top_p(mut self, share: f32) -> Self {
        self.top_p = Some(share);
        self
    }

    /// Lets the model search the web.
    pub fn web_search(mut self, search: WebSearch) -> Self {
        self.web_search = Some(search);
        self
    }

    /// Lets the gateway read the documents in the messages.
    pub fn file_parser(mut self, parser: FileParser) -> Self {
        self.file_parser = Some(parser);
        self
    }

    /// Asks for the model's reasoning variant: the server adds `:thinking` to the model's name.
    pub fn thinking(mut self, thinking: bool) -> Self {
        self.thinking = Some(thinking);
        self
    }

    /// Adds a tool the model may call.
    pub fn tool(mut self, tool: impl Into<Tool>) -> Self {
        self.tools.push(tool.into());
        self
    }

    /// Whether, and which, tools the model calls.
    pub fn tool_choice(mut self, choice: ToolChoice) -> Self {
        self.tool_choice = Some(choice);
        self
    }

    /// Whether the model may call several tools at once.
    pub fn parallel_tool_calls(mut self, parallel: bool) -> Self {
        self.parallel_tool_calls = Some(parallel);
        self
    }

    /// How long the answer may take to begin, and an answer that comes whole to be complete; 180 s, or as long as the
    /// client's own limits where those are longer.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// How long a stream may pause; 60 s, or the client's own read limit where that is longer. A stream as a whole has no
    /// limit.
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.idle_timeout = Some(limit);
        self
    }

    /// Refuses what the server would refuse, and what it would silently do without.
    pub(super) fn check(&self) -> Result<()> {
        let outside =
            |value: Option<f32>, most: f32| value.is_some_and(|value| !(0.0..=most).contains(&value));
        let results = self.web_search.as_ref().and_then(|search| search.max_results);
        let refuse = |reason: String| Err(Error::request(reason));
        if self.model.trim().is_empty() {
            return refuse("a chat needs the name of a model, such as openai/gpt-4o-mini".to_owned());
        }
        if self.messages.is_empty() {
            return refuse("a chat needs at least one message; start with Message::user".to_owned());
        }
        if outside(self.temperature, 2.0) {
            return refuse("the temperature must lie between 0 and 2".to_owned());
        }
        if outside(self.top_p, 1.0) {
            return refuse("top_p must lie between 0 and 1".to_owned());
        }
        if self.max_tokens == Some(0) {
            return refuse("max_tokens must be 1 or more".to_owned());
        }
        if results.is_some_and(|results| !(1..=10).contains(&results)) {
            return refuse("a web search takes 1 to 10 results".to_owned());
        }
        self.check_tools()
    }

    fn check_tools(&self) -> Result<()> {
        for (place, tool) in self.tools.iter().enumerate() {
            let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            if tool.name.is_empty() || tool.name.len() > 64 || !tool.name.chars().all(fits) {
                return Err(Error::request(format!(
                    "{:?} cannot be a tool's name: 1 to 64 letters, digits, _ and - are allowed",
                    tool.name
                )));
            }
            if !tool.parameters.is_object() {
                return Err(Error::request(format!(
                    "the parameters of the tool {:?} must be a JSON schema, an object like {{\"type\": \"object\", \"properties\": {{}}}}",
                    tool.name
                )));
            }
            if let Some(kind) = tool.parameters.get("type").filter(|kind| *kind != "object") {
                return Err(Error::request(format!(
                    "the arguments of the tool {:?} are of the type {kind}, and models give objects; take a struct with named \
                     fields, or an empty one, struct Nothing {{}}",
                    tool.name
                )));
            }
            if self.tools.iter().take(place).any(|other| other.name == tool.name) {
                return Err(Error::request(format!("two tools are named {:?}", tool.name)));
            }
        }
        match &self.tool_choice {
            Some(ToolChoice::Function(name)) if !self.tools.iter().any(|tool| tool.name == *name) => {
                Err(Error::request(format!(
                    "the tool choice names {name:?}, and the chat has no tool of that name"
                )))
            }
            Some(ToolChoice::Required) if self.tools.is_empty() => Err(Error::request(
                "the tool choice requires a call, and the chat has no tool",
            )),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::ai::{PdfEngine, SearchEngine};
    use crate::error::ErrorKind;

    fn tool(name: &str) -> Tool {
        Tool::new(name, "", json!({"type": "object"}))
    }

    #[test]
    fn options_are_camel_case_and_absent_ones_are_left_out() {
        let request = ChatRequest::new("m", [Message::user("Hello")])
            .temperature(0.2)
            .max_tokens(50)
            .top_p(0.9)
            .thinking(true)
            .web_search(WebSearch::new().engine(SearchEngine::Exa).max_results(2))
            .file_parser(FileParser::new().pdf(PdfEngine::PdfText))
            .tool(tool("w"))
            .tool_choice(ToolChoice::Function("w".into()))
            .parallel_tool_calls(false);
        assert_eq!(request.check().map_err(|error| error.to_string()), Ok(()));
        assert_eq!(
            serde_json::to_string(&request).unwrap(),
            r#"{"model":"m","messages":[{"role":"user","content":"Hello"}],"temperature":0.2,"maxTokens":50,"topP":0.9,"#
                .to_owned()
                + r#""webSearch":{"enabled":true,"engine":"exa","maxResults":2},"#
                + r#""fileParser":{"enabled":true,"pdf":{"engine":"pdf-text"}},"thinking":true,"#
                + r#""tools":[{"function":{"name":"w","parameters":{"type":"object"}},"type":"function"}],"#
                + r#""toolChoice":{"function":{"name":"w"},"type":"function"},"parallelToolCalls":false}"#
        );
        let bare: Value = serde_json::to_value(ChatRequest::new("m", [Message::user("x")])).unwrap();
        assert_eq!(bare.as_object().unwrap().len(), 2);
    }

    #[test]
    fn what_cannot_work_is_refused_with_the_way_out() {
        let ask = || ChatRequest::new("m", [Message::user("x")]);
        for (request, words) in [
            (ChatRequest::new(" ", [Message::user("x")]), "name of a model"),
            (ChatRequest::new("m", []), "at least one message"),
            (ask().temperature(2.1), "between 0 and 2"),
            (ask().temperature(f32::NAN), "between 0 and 2"),
            (ask().top_p(-0.1), "between 0 and 1"),
            (ask().max_tokens(0), "1 or more"),
            (ask().web_search(WebSearch::new().max_results(11)), "1 to 10"),
            (ask().tool(tool("a b")), "letters, digits"),
            (ask().tool(Tool::new("a", "", json!([]))), "JSON schema"),
            (
                ask().tool(Tool::new("a", "", json!({"type": "string"}))),
                "models give objects",
            ),
            (ask().tool(tool("a")).tool(tool("a")), "two tools"),
            (
                ask().tool_choice(ToolChoice::Function("a".into())),
                "no tool of that name",
            ),
            (ask().tool_choice(ToolChoice::Required), "no tool"),
        ] {
            let error = request.check().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Request);
            assert!(error.to_string().contains(words), "{error}");
        }
    }
}
