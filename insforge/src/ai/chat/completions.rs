//! Asking a model, for the whole answer or for its pieces.

use std::time::Duration;

use ::http::Method;
use ::http::header::{ACCEPT, HeaderValue};

use super::{ChatCompletion, ChatRequest, ChatStream, Conversation};
use crate::error::Result;
use crate::http::{Caller, Limits, Request, json_call};

const CREATE: &str = "ai.chat.completions.create";
pub(super) const STREAM: &str = "ai.chat.completions.stream";

/// How long a model may think before its answer begins; for an answer that comes whole, before it is complete.
const THINKING: Duration = Duration::from_secs(180);
/// How long a stream may pause.
const IDLE: Duration = Duration::from_secs(60);

/// Chats; made by [`Ai::chat`](crate::ai::Ai::chat).
#[derive(Clone, Debug)]
pub struct Chat {
    caller: Caller,
}

impl Chat {
    pub(in crate::ai) fn new(caller: Caller) -> Self {
        Self { caller }
    }

    /// Answers to chats.
    #[must_use]
    pub fn completions(&self) -> ChatCompletions {
        ChatCompletions {
            caller: self.caller.clone(),
        }
    }

    /// A chat that runs the model's tools by itself; `request` has the model, the options and the first messages.
    ///
    /// ```no_run
    /// use insforge::ai::{ChatRequest, Message};
    ///
    /// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
    /// let request = ChatRequest::new("openai/gpt-4o-mini", [Message::system("Answer in one sentence.")]);
    /// let mut chat = client.ai().chat().conversation(request);
    /// println!("{}", chat.ask("Why is the sky blue?").await?.text());
    /// println!("{}", chat.ask("And at sunset?").await?.text());
    /// # Ok(())
    /// # }
    /// ```
    pub fn conversation(&self, request: ChatRequest) -> Conversation {
        Conversation::new(self.completions(), request)
    }
}

/// Answers to chats; made by [`Chat::completions`].
#[derive(Clone, Debug)]
pub struct ChatCompletions {
    caller: Caller,
}

impl ChatCompletions {
    /// Asks a model and waits for the whole answer: `POST /api/ai/chat/completion`. It may take three minutes, or as
    /// long as the client's own limits where those are longer.
    ///
    /// A chat changes nothing on the server, so the call is repeated as a read is where no answer came.
    ///
    /// # Errors
    /// [`NotConfigured`](crate::ErrorKind::NotConfigured) where the project has no model provider or its key is refused,
    /// [`InsufficientBalance`](crate::ErrorKind::InsufficientBalance) where its credit is used up,
    /// [`RateLimited`](crate::ErrorKind::RateLimited), [`Invalid`](crate::ErrorKind::Invalid) for a model there is not,
    /// [`Request`](crate::ErrorKind::Request) for options that cannot be.
    pub async fn create(&self, mut request: ChatRequest) -> Result<ChatCompletion> {
        request.stream = false;
        let mut limits = self.caller.at_least(THINKING, IDLE, THINKING);
        if request.timeout.is_some() {
            (limits.header, limits.total) = (request.timeout, request.timeout);
        }
        let call = call(CREATE, &request)?.limits(limits);
        self.caller.send(call).await?.decode(CREATE)
    }

    /// Asks a model and returns its answer piece by piece: `POST /api/ai/chat/completion` with `stream`. The answer as a
    /// whole has no time limit; a pause of 60 s (or the client's longer read limit) ends it.
    ///
    /// The call is repeated only before the head of the answer; what has begun is never begun again.
    ///
    /// # Errors
    /// As [`create`](Self::create) for what is refused at once. Failures of the provider come as items of the stream, also
    /// those before its first piece.
    pub async fn stream(&self, mut request: ChatRequest) -> Result<ChatStream> {
        request.stream = true;
        let own = self.caller.at_least(THINKING, IDLE, Duration::ZERO);
        let limits = Limits {
            header: request.timeout.or(own.header),
            read: request.idle_timeout.or(own.read),
            total: None,
        };
        let call = call(STREAM, &request)?
            .header(ACCEPT, HeaderValue::from_static("text/event-stream"))
            .limits(limits);
        ChatStream::new(self.caller.open(call).await?)
    }

    /// The call that [`create`](Self::create) makes. Nothing is sent.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for options that cannot be.
    pub fn to_request(&self, request: &ChatRequest) -> Result<Request> {
        call(CREATE, request)
    }
}

fn call(operation: &'static str, request: &ChatRequest) -> Result<Request> {
    request.check().map_err(|error| error.with_operation(operation))?;
    Ok(json_call(operation, Method::POST, "/api/ai/chat/completion", request)?.idempotent(true))
}
