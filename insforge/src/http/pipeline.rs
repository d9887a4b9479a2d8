//! The way of every call: limits, credential, attempts, and the answer or the error.

use std::future::Future;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::Duration;

use ::http::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use bytes::{Bytes, BytesMut};
use tokio::time::Instant;
use tracing::{Instrument, Span, field};
use url::Url;

use super::outcome::{Failed, Failure};
use super::{BaseUrl, Credential, LargestAnswer, Request, Response, RetryPolicy, Timeouts, Transport};
use crate::error::{Error, ErrorKind, Result, classify};

/// As much of an error's body as is read. Enough for every API error, and so much that a kept-alive connection
/// usually stays usable; a proxy's page may be longer.
const ERROR_BODY_LIMIT: usize = 64 * 1024;

/// A limit that stands for none, where adding a program's own would overflow the clock.
const FAR: Duration = Duration::from_secs(60 * 60 * 24 * 365);

/// What a client was built with.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) base: BaseUrl,
    pub(crate) transport: Transport,
    pub(crate) timeouts: Timeouts,
    pub(crate) retry: RetryPolicy,
    /// Headers of every call; a call's own go first.
    pub(crate) headers: HeaderMap,
    /// The longest path with query that is sent, prefix included.
    pub(crate) max_url_len: usize,
}

/// Sends calls as somebody. Cheap to clone; clones share pool and settings.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    settings: Arc<Settings>,
    credential: Credential,
    largest_answer: LargestAnswer,
}

impl Caller {
    pub(crate) fn new(settings: Settings, credential: Credential) -> Self {
        Self {
            settings: Arc::new(settings),
            credential,
            largest_answer: LargestAnswer::default(),
        }
    }

    /// The same pool and settings with another credential.
    pub(crate) fn with_credential(&self, credential: Credential) -> Self {
        Self {
            settings: Arc::clone(&self.settings),
            credential,
            largest_answer: self.largest_answer.clone(),
        }
    }

    pub(crate) fn base(&self) -> &BaseUrl {
        &self.settings.base
    }

    /// The most rows that an answer to any clone of this caller has held.
    pub(crate) fn largest_answer(&self) -> &LargestAnswer {
        &self.largest_answer
    }

    /// The credential of this moment, for a client of another crate.
    #[cfg(feature = "postgrest")]
    pub(crate) fn authorization(&self) -> HeaderValue {
        self.credential.authorization()
    }

    /// The longest [`Request::target`] that is sent: the client's limit less the path prefix of its URL.
    pub(crate) fn max_url_len(&self) -> usize {
        self.settings
            .max_url_len
            .saturating_sub(self.settings.base.prefix_len())
    }

    /// Sends a call and returns its answer, complete. Dropping the future ends everything that belongs to it.
    ///
    /// # Errors
    /// The classified error of any answer that is not a success, and those of the way there.
    pub(crate) fn send(&self, request: Request) -> impl Future<Output = Result<Response>> + Send + '_ {
        let span = tracing::info_span!(
            "insforge.request",
            operation = request.operation(),
            method = request.method().as_str(),
            status = field::Empty,
            attempt = field::Empty,
        );
        async move {
            let operation = request.operation();
            self.run(&request)
                .await
                .map_err(|error| error.with_operation(operation))
        }
        .instrument(span)
    }

    async fn run(&self, request: &Request) -> Result<Response> {
        let length = request.target().len();
        if length > self.max_url_len() {
            return Err(Error::url_too_long(length, self.max_url_len()));
        }
        let url = self.settings.base.join(request.target())?;
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(Error::config(
                "calls need a running tokio runtime; await them inside #[tokio::main] or Runtime::block_on",
            ));
        }

        let started = Instant::now();
        let deadline = started
            .checked_add(self.settings.timeouts.total)
            .unwrap_or(started + FAR);
        let mut attempt = 1;
        loop {
            Span::current().record("attempt", attempt);
            let failed = match self.attempt(request, url.clone(), deadline).await {
                Ok(response) => return Ok(response),
                Err(failed) => failed,
            };
            let delay =
                self.settings
                    .retry
                    .next_delay(failed.failure, request.is_idempotent(), attempt, jitter());
            // A wait that outlasts the call's own time limit would only hide the error.
            match delay.and_then(|delay| Instant::now().checked_add(delay)) {
                Some(next) if next < deadline => {
                    tracing::debug!(attempt, error = %failed.error, "repeating the call");
                    tokio::time::sleep_until(next).await;
                    attempt += 1;
                }
                _ => return Err(failed.error),
            }
        }
    }

    async fn attempt(&self, request: &Request, url: Url, deadline: Instant) -> Result<Response, Failed> {
        let sending = self.settings.transport.execute(self.build(request, url));
        let limit = self.settings.timeouts.header;
        let mut answer = self
            .within(limit, deadline, "waiting for the answer's head", sending)
            .await?;
        let status = answer.status();
        Span::current().record("status", status.as_u16());
        if !status.is_success() {
            return Err(self.failed(request, answer, deadline).await);
        }
        let headers = std::mem::take(answer.headers_mut());
        let body = self.read_body(&mut answer, usize::MAX, deadline).await?;
        Ok(Response {
            status,
            headers,
            body,
            secret: request.has_secret_answer(),
        })
    }

    fn build(&self, request: &Request, url: Url) -> reqwest::Request {
        let mut built = reqwest::Request::new(request.method().clone(), url);
        let headers = built.headers_mut();
        headers.clone_from(&self.settings.headers);
        for (name, value) in request.headers() {
            headers.insert(name, value.clone());
        }
        headers.insert(AUTHORIZATION, self.credential.authorization());
        *built.body_mut() = request.body_bytes().map(reqwest::Body::from);
        built
    }

    /// The error of an answer. A body that cannot be read to its end does not hide the status.
    async fn failed(&self, request: &Request, mut answer: reqwest::Response, deadline: Instant) -> Failed {
        let status = answer.status();
        let body = self
            .read_body(&mut answer, ERROR_BODY_LIMIT, deadline)
            .await
            .unwrap_or_default();
        let prefers = |wish: &[u8]| {
            let value = request
                .headers()
                .get("prefer")
                .map(HeaderValue::as_bytes)
                .unwrap_or_default();
            value.windows(wish.len()).any(|window| window == wish)
        };
        let error = classify(status, answer.headers(), &body, request.operation()).with_policy_advice(
            request.method(),
            prefers(b"resolution=merge-duplicates"),
            prefers(b"return=representation"),
        );
        let retry_after = error.retry_after();
        Failed::new(
            Failure::Status {
                status: status.as_u16(),
                retry_after,
            },
            error,
        )
    }

    /// Reads a body up to about `limit` bytes.
    async fn read_body(
        &self,
        answer: &mut reqwest::Response,
        limit: usize,
        deadline: Instant,
    ) -> Result<Bytes, Failed> {
        let Some(first) = self.chunk(answer, deadline).await? else {
            return Ok(Bytes::new());
        };
        let expected = answer
            .content_length()
            .and_then(|length| usize::try_from(length).ok());
        // Most answers come in one piece, and that piece is the body. The next reading still comes, since it is
        // what tells reqwest that the connection is free again.
        let mut body = BytesMut::new();
        while body.len().max(first.len()) < limit {
            let Some(chunk) = self.chunk(answer, deadline).await? else {
                break;
            };
            if body.is_empty() {
                body.reserve(
                    expected
                        .unwrap_or(0)
                        .min(1024 * 1024)
                        .max(first.len() + chunk.len()),
                );
                body.extend_from_slice(&first);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(if body.is_empty() { first } else { body.freeze() })
    }

    async fn chunk(
        &self,
        answer: &mut reqwest::Response,
        deadline: Instant,
    ) -> Result<Option<Bytes>, Failed> {
        let limit = self.settings.timeouts.read;
        self.within(
            limit,
            deadline,
            "waiting for more of the answer's body",
            answer.chunk(),
        )
        .await
    }

    /// Waits for one phase of a call: no longer than its own limit, and not past the end of the whole call.
    async fn within<T>(
        &self,
        limit: Duration,
        deadline: Instant,
        phase: &str,
        work: impl Future<Output = reqwest::Result<T>>,
    ) -> Result<T, Failed> {
        let phase_ends = Instant::now().checked_add(limit).filter(|end| *end < deadline);
        match tokio::time::timeout_at(phase_ends.unwrap_or(deadline), work).await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(error)) => Err(Failed::from_transport(error, self.settings.base.host())),
            Err(_) if phase_ends.is_some() => Err(Failed::new(Failure::Final, timeout(phase, limit))),
            Err(_) => Err(Failed::new(
                Failure::Final,
                timeout("the call", self.settings.timeouts.total),
            )),
        }
    }
}

fn timeout(what: &str, limit: Duration) -> Error {
    Error::new(ErrorKind::Timeout, format!("{what} took longer than {limit:?}"))
}

/// A number in 0.0..1.0 that differs between processes and calls, so that clients do not come back all at once.
fn jitter() -> f64 {
    let random = RandomState::new().hash_one(());
    (random >> 11) as f64 / (1u64 << 53) as f64
}
