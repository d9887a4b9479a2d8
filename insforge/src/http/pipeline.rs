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
use super::{BaseUrl, Credential, Request, Response, RetryPolicy, Timeouts, Transport};
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
}

impl Caller {
    pub(crate) fn new(settings: Settings, credential: Credential) -> Self {
        Self {
            settings: Arc::new(settings),
            credential,
        }
    }

    /// The same pool and settings with another credential.
    pub(crate) fn with_credential(&self, credential: Credential) -> Self {
        Self {
            settings: Arc::clone(&self.settings),
            credential,
        }
    }

    pub(crate) fn base(&self) -> &BaseUrl {
        &self.settings.base
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
            let attempted = tokio::time::timeout_at(deadline, self.attempt(request, url.clone())).await;
            let failed = match attempted {
                Ok(Ok(response)) => return Ok(response),
                Ok(Err(failed)) => failed,
                Err(_) => return Err(timeout("the call", self.settings.timeouts.total)),
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

    async fn attempt(&self, request: &Request, url: Url) -> Result<Response, Failed> {
        let limit = self.settings.timeouts.header;
        let sending = self.settings.transport.execute(self.build(request, url));
        let mut answer = match tokio::time::timeout(limit, sending).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => return Err(Failed::from_transport(error, self.settings.base.host())),
            Err(_) => {
                return Err(Failed::new(
                    Failure::Final,
                    timeout("waiting for the answer's head", limit),
                ));
            }
        };
        let status = answer.status();
        Span::current().record("status", status.as_u16());
        if !status.is_success() {
            return Err(self.failed(request, answer).await);
        }
        let headers = std::mem::take(answer.headers_mut());
        let body = self.read_body(&mut answer, usize::MAX).await?;
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
    async fn failed(&self, request: &Request, mut answer: reqwest::Response) -> Failed {
        let status = answer.status();
        let body = self
            .read_body(&mut answer, ERROR_BODY_LIMIT)
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
    async fn read_body(&self, answer: &mut reqwest::Response, limit: usize) -> Result<Bytes, Failed> {
        let first = self.chunk(answer).await?.unwrap_or_default();
        // Most answers come in one piece, and that piece is the body.
        let Some(second) = self.chunk_below(answer, first.len(), limit).await? else {
            return Ok(first);
        };
        let expected = answer
            .content_length()
            .and_then(|length| usize::try_from(length).ok())
            .unwrap_or(0);
        let mut body = BytesMut::with_capacity(expected.min(1024 * 1024).max(first.len() + second.len()));
        body.extend_from_slice(&first);
        body.extend_from_slice(&second);
        while let Some(chunk) = self.chunk_below(answer, body.len(), limit).await? {
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }

    async fn chunk_below(
        &self,
        answer: &mut reqwest::Response,
        read: usize,
        limit: usize,
    ) -> Result<Option<Bytes>, Failed> {
        if read >= limit {
            Ok(None)
        } else {
            self.chunk(answer).await
        }
    }

    async fn chunk(&self, answer: &mut reqwest::Response) -> Result<Option<Bytes>, Failed> {
        let limit = self.settings.timeouts.read;
        match tokio::time::timeout(limit, answer.chunk()).await {
            Ok(Ok(chunk)) => Ok(chunk),
            Ok(Err(error)) => Err(Failed::from_transport(error, self.settings.base.host())),
            Err(_) => Err(Failed::new(
                Failure::Final,
                timeout("waiting for more of the answer's body", limit),
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
