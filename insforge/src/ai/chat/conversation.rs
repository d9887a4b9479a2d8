//! A chat that goes on, with tools that the program runs when the model asks for them.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::sync::Arc;

use futures_core::future::BoxFuture;
use futures_util::StreamExt;
use futures_util::future::join_all;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::{
    ChatCompletion, ChatCompletions, ChatRequest, Content, Message, ToolCall, ToolChoice, TypedTool,
};
use crate::error::{Error, ErrorKind, Result};

type Handler = Arc<dyn Fn(ToolCall) -> BoxFuture<'static, String> + Send + Sync>;
/// Hears the text as it is written.
type Listener<'a> = &'a mut (dyn FnMut(&str) + Send);

const OPERATION: &str = "ai.conversation.ask";

/// Why a tool has no result. The text goes to the model, so it must hold nothing that a user may not see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolFailure(String);

impl ToolFailure {
    /// A failure with a text for the model.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl<E: std::error::Error> From<E> for ToolFailure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// A chat that goes on. [`Chat::conversation`](super::Chat::conversation) makes it.
///
/// With the feature `schemars` a tool is described by the type of its arguments; without it, by a schema of yours
/// ([`TypedTool::new`]).
///
/// ```no_run
/// # #[cfg(feature = "schemars")] {
/// use insforge::ai::{ChatRequest, Tool, ToolFailure};
/// use serde_json::json;
///
/// #[derive(serde::Deserialize, schemars::JsonSchema)]
/// struct City {
///     /// The city's name in English, without the country.
///     city: String,
/// }
///
/// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
/// let weather = Tool::typed::<City>("get_weather", "The weather of a city");
/// let mut chat = client
///     .ai()
///     .chat()
///     .conversation(ChatRequest::new("openai/gpt-4o-mini", []))
///     .tool(weather, |asked: City| async move {
///         Ok::<_, ToolFailure>(json!({"city": asked.city, "celsius": 21}))
///     });
/// println!("{}", chat.ask("How warm is it in Rome?").await?.text());
/// # Ok(())
/// # }
/// # }
/// ```
#[must_use]
pub struct Conversation {
    completions: ChatCompletions,
    request: ChatRequest,
    handlers: HashMap<String, Handler>,
    max_rounds: usize,
}

impl Conversation {
    pub(super) fn new(completions: ChatCompletions, request: ChatRequest) -> Self {
        Self {
            completions,
            request,
            handlers: HashMap::new(),
            max_rounds: 8,
        }
    }

    /// Adds a tool and what runs when the model calls it. Arguments that do not fit, and failures of the handler, are
    /// told to the model, which may then try again. Several calls of one answer run at the same time.
    pub fn tool<A, T, F, Fut>(mut self, tool: TypedTool<A>, handler: F) -> Self
    where
        A: DeserializeOwned + Send + 'static,
        T: Serialize,
        F: Fn(A) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<T, ToolFailure>> + Send + 'static,
    {
        let name = tool.name().to_owned();
        self.request = self.request.tool(tool);
        let handler = Arc::new(handler);
        let run: Handler = Arc::new(move |call| {
            let handler = Arc::clone(&handler);
            Box::pin(async move {
                let arguments = match call.arguments::<A>() {
                    Ok(arguments) => arguments,
                    Err(error) => {
                        let cause = std::error::Error::source(&error).map(ToString::to_string);
                        return refusal(&format!("{error}: {}", cause.unwrap_or_default()));
                    }
                };
                match handler(arguments).await {
                    Ok(result) => serde_json::to_string(&result)
                        .unwrap_or_else(|error| refusal(&format!("the result has no JSON form: {error}"))),
                    Err(ToolFailure(text)) => refusal(&text),
                }
            })
        });
        self.handlers.insert(name, run);
        self
    }

    /// How often the model may call tools before it answers; 8.
    pub fn max_rounds(mut self, rounds: usize) -> Self {
        self.max_rounds = rounds;
        self
    }

    /// The chat so far.
    #[must_use]
    pub fn messages(&self) -> &[Message] {
        &self.request.messages
    }

    /// Says something and returns the model's answer, once it has called all the tools it wants. If it fails, the chat
    /// is as it was before; tools that have run have run. A [`ToolChoice`] of the request that demands a call holds for
    /// the first round of each question.
    ///
    /// # Errors
    /// As [`create`](ChatCompletions::create); [`Unsupported`](ErrorKind::Unsupported) where the model still calls tools
    /// after the rounds allowed.
    pub async fn ask(&mut self, content: impl Into<Content> + Send) -> Result<ChatCompletion> {
        self.run(content.into(), None).await
    }

    /// As [`ask`](Self::ask), and tells the text as it is written, piece by piece.
    ///
    /// # Errors
    /// As [`ask`](Self::ask), and those of a [`ChatStream`](super::ChatStream).
    pub async fn ask_streamed(
        &mut self,
        content: impl Into<Content> + Send,
        mut on_text: impl FnMut(&str) + Send,
    ) -> Result<ChatCompletion> {
        self.run(content.into(), Some(&mut on_text)).await
    }

    async fn run(&mut self, content: Content, mut listener: Option<Listener<'_>>) -> Result<ChatCompletion> {
        // The chat is changed only once all has gone well, so that a failure, or dropping the future, loses nothing.
        let mut request = self.request.clone().message(Message::user(content));
        for _ in 0..=self.max_rounds {
            let answer = match &mut listener {
                None => self.completions.create(request.clone()).await?,
                Some(listener) => {
                    let mut stream = self.completions.stream(request.clone()).await?;
                    while let Some(piece) = stream.next().await {
                        let piece = piece?;
                        if !piece.text().is_empty() {
                            listener(piece.text());
                        }
                    }
                    stream.completion()
                }
            };
            let message = answer.clone().into_message();
            let calls = message.tool_calls.clone();
            request = request.message(message.into());
            if calls.is_empty() {
                self.request.messages = request.messages;
                return Ok(answer);
            }
            for (call, result) in calls
                .iter()
                .zip(join_all(calls.iter().map(|call| self.call(call))).await)
            {
                request = request.message(Message::tool(call.id.clone(), result));
            }
            // A call that had to be made has been; asked for again and again, no answer would ever come.
            if matches!(
                request.tool_choice,
                Some(ToolChoice::Required | ToolChoice::Function(_))
            ) {
                request.tool_choice = None;
            }
        }
        let rounds = self.max_rounds;
        Err(Error::new(
            ErrorKind::Unsupported,
            format!(
                "the model still calls tools after {rounds} rounds; allow more by max_rounds, or fewer tools"
            ),
        )
        .with_operation(OPERATION))
    }

    async fn call(&self, call: &ToolCall) -> String {
        match self.handlers.get(&call.function.name) {
            Some(handler) => handler(call.clone()).await,
            None => refusal("there is no tool of this name"),
        }
    }
}

fn refusal(text: &str) -> String {
    json!({"error": text}).to_string()
}

impl fmt::Debug for Conversation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conversation")
            .field("messages", &self.request.messages.len())
            .field("tools", &self.handlers.keys())
            .finish_non_exhaustive()
    }
}
