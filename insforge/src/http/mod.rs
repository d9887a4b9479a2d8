//! The only place that sends: a [`Request`] value goes in, and an answer or an [`Error`](crate::error::Error) comes out.
//!
//! Everything above this module (queries, sign-in, storage, …) builds [`Request`] values, which do no I/O and can
//! be looked at in tests. What happens to one on its way is the same for all of them: the credential is added,
//! four time limits apply, and it is repeated by one rule, which [`RetryPolicy`] states.

mod answer;
mod base_url;
mod content_range;
mod credential;
mod event_stream;
#[cfg(any(fuzzing, test))]
pub(crate) mod fuzz;
#[cfg(feature = "realtime")]
mod handshake;
mod json_call;
mod largest_answer;
mod outcome;
mod payload;
mod pipeline;
mod renewal;
mod request;
mod response;
mod retry;
pub(crate) mod retry_after;
mod sse;
mod target;
mod timeouts;
mod tls;
mod transport;
mod upload;
mod wait;
#[cfg(feature = "realtime")]
mod websocket;

// With `rustls-no-provider` alone no client can be made before the program installs a provider.
#[cfg(all(test, any(feature = "rustls", not(feature = "rustls-no-provider"))))]
pub(crate) mod tests;

pub(crate) use self::answer::Answer;
pub(crate) use self::base_url::BaseUrl;
pub(crate) use self::content_range::ContentRange;
pub(crate) use self::credential::{Bearer, Credential};
pub use self::event_stream::EventStream;
#[cfg(feature = "realtime")]
pub(crate) use self::handshake::Secret;
pub(crate) use self::json_call::{check_changes, json_call};
pub(crate) use self::largest_answer::LargestAnswer;
pub(crate) use self::payload::{ByteStream, Form, Streamed};
#[cfg(feature = "realtime")]
pub(crate) use self::pipeline::jitter;
pub(crate) use self::pipeline::{Caller, Settings, runtime};
pub(crate) use self::renewal::{Mark, Token, TokenSource};
pub(crate) use self::request::Limits;
pub use self::request::Request;
pub(crate) use self::response::Response;
pub use self::retry::RetryPolicy;
pub use self::sse::SseEvent;
pub(crate) use self::target::Target;
pub(crate) use self::timeouts::Timeouts;
pub(crate) use self::transport::{POOL_IDLE_TIMEOUT, Transport};
#[cfg(feature = "realtime")]
pub(crate) use self::websocket::{SocketMessage, WebSocket};
