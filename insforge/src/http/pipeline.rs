//! The way of every call: limits, credential, attempts, and the answer or the error.

use std::hash::{BuildHasher, RandomState};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use ::http::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use bytes::Bytes;
use tokio::time::Instant;
use tracing::{Instrument, Span, field};
use url::Url;

use super::outcome::{Failed, Failure};
use super::upload::{self, Progress};
use super::wait::{self, FAR, Wait};
use super::{
    Answer, BaseUrl, Bearer, Credential, LargestAnswer, Limits, Request, Response, RetryPolicy, Timeouts,
    Transport,
};
use crate::error::{Error, Result, classify};

/// As much of an error's body as is read. Enough for every API error, and so much that a kept-alive connection
/// usually stays usable; a proxy's page may be longer.
const ERROR_BODY_LIMIT: usize = 64 * 1024;

/// The same where the body is the program's own, such as a function's.
const OWN_ERROR_BODY_LIMIT: usize = 8 * 1024 * 1024;

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
    /// How many messages a realtime subscription may lie behind.
    #[cfg(feature = "realtime")]
    pub(crate) realtime_buffer: usize,
}

/// How much of an answer an attempt waits for, and may fail over.
#[derive(Clone, Copy, PartialEq)]
enum Until {
    Head,
    End,
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

    pub(super) fn credential(&self) -> &Credential {
        &self.credential
    }

    /// How long a call may take in all.
    pub(crate) fn total_limit(&self) -> Duration {
        self.settings.timeouts.total
    }

    #[cfg(feature = "realtime")]
    pub(crate) fn realtime_buffer(&self) -> usize {
        self.settings.realtime_buffer
    }

    /// Headers of every call.
    #[cfg(feature = "realtime")]
    pub(super) fn headers(&self) -> &HeaderMap {
        &self.settings.headers
    }

    #[cfg(feature = "realtime")]
    pub(super) fn pool_for_sockets(&self) -> Result<&reqwest::Client> {
        self.settings.transport.pool_for_sockets()
    }

    #[cfg(feature = "realtime")]
    pub(super) fn timeouts(&self) -> &Timeouts {
        &self.settings.timeouts
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
    pub(crate) async fn authorization(&self) -> Result<::http::HeaderValue> {
        let source = match &self.credential {
            Credential::Anon(bearer) | Credential::User(bearer) | Credential::ApiKey(bearer) => {
                return Ok(bearer.header_value());
            }
            Credential::Session(source) => source,
        };
        let token = match source.ready() {
            Some(token) => token,
            None => Arc::clone(source).prepare(self.clone()).await?,
        };
        Ok(token.bearer.header_value())
    }

    /// The longest [`Request::target`] that is sent: the client's limit less the path prefix of its URL.
    pub(crate) fn max_url_len(&self) -> usize {
        self.settings
            .max_url_len
            .saturating_sub(self.settings.base.prefix_len())
    }

    /// Limits for a call that takes longer than others: these, or the client's own where those are longer.
    pub(crate) fn at_least(&self, header: Duration, read: Duration, total: Duration) -> Limits {
        let own = &self.settings.timeouts;
        Limits {
            header: Some(own.header.max(header)),
            read: Some(own.read.max(read)),
            total: Some(own.total.max(total)),
        }
    }

    /// The connections themselves, for a client of another protocol on the same server.
    #[cfg(feature = "object-store")]
    pub(crate) fn connections(&self) -> reqwest::Client {
        self.settings.transport.client()
    }

    /// How long to wait before the rest of an answer is asked for, after so many breaks in a row; `None` to give up.
    pub(crate) fn resume_delay(&self, breaks: u32) -> Option<std::time::Duration> {
        self.settings
            .retry
            .next_delay(Failure::Broken, true, breaks, jitter())
    }

    /// Sends a call and returns its answer, complete. Dropping the future ends everything that belongs to it.
    ///
    /// # Errors
    /// The classified error of any answer that is not a success, and those of the way there.
    pub(crate) async fn send(&self, request: Request) -> Result<Response> {
        let (answer, body) = self.run(&request, Until::End).await?;
        Ok(Response {
            status: answer.status,
            headers: answer.headers,
            body,
            secret: request.has_secret_answer(),
        })
    }

    /// Sends a call and returns the head of its answer; the [`Answer`] reads the body. From then on nothing is
    /// repeated, and the body takes as long as it takes unless the request has a limit of its own for the whole.
    ///
    /// # Errors
    /// As [`send`](Self::send), up to the head of the answer.
    pub(crate) async fn open(&self, request: Request) -> Result<Answer> {
        Ok(self.run(&request, Until::Head).await?.0)
    }

    async fn run(&self, request: &Request, until: Until) -> Result<(Answer, Bytes)> {
        let operation = request.operation();
        let span = tracing::info_span!(
            "insforge.request",
            operation,
            method = request.method().as_str(),
            status = field::Empty,
            attempt = field::Empty,
        );
        // Pinned in place: the future is large, and to wrap it would be to copy it.
        let repeated = pin!(self.repeat(request, until));
        repeated
            .instrument(span)
            .await
            .map_err(|error| error.with_operation(operation))
    }

    /// Attempts the call as often as the retry table allows.
    async fn repeat(&self, request: &Request, until: Until) -> Result<(Answer, Bytes)> {
        let mut first = Some(self.url(request)?);
        runtime()?;

        let total = request.own_limits().total.unwrap_or(self.settings.timeouts.total);
        let deadline = wait::after(Instant::now(), total);
        let mut authorization = self.authorize(request, deadline).await?;
        let mut attempt = 1;
        let mut maybe_done = false;
        loop {
            Span::current().record("attempt", attempt);
            let bearer = authorization.bearer.as_ref();
            let url = first.take().map_or_else(|| self.url(request), Ok)?;
            let failed = match self.attempt(request, bearer, url, until, deadline).await {
                Ok(done) => return Ok(done),
                Err(failed) => failed,
            };
            // An earlier attempt may have been carried out, whatever the last one says.
            maybe_done |= failed.may_be_done() && !request.reads();
            let may_have_run = request.may_run_once_only() && failed.failure != Failure::NotConnected;
            // A body that came from a stream went with the first attempt.
            if !request.is_replayable() || may_have_run {
                return Err(failed.error.with_outcome_unknown(maybe_done));
            }
            if self
                .authorize_again(&mut authorization, request, &failed.error, deadline)
                .await
                .map_err(|error| error.with_outcome_unknown(maybe_done))?
            {
                continue;
            }
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
                _ => return Err(failed.error.with_outcome_unknown(maybe_done)),
            }
        }
    }

    fn url(&self, request: &Request) -> Result<Url> {
        if let Some(url) = request.foreign_url() {
            return Ok(url.clone());
        }
        let length = request.target().len();
        if length > self.max_url_len() {
            return Err(Error::url_too_long(length, self.max_url_len()));
        }
        self.settings.base.join(request.target())
    }

    async fn attempt(
        &self,
        request: &Request,
        bearer: Option<&Bearer>,
        url: Url,
        until: Until,
        deadline: Instant,
    ) -> Result<(Answer, Bytes), Failed> {
        let settings = &self.settings;
        let limits = request.own_limits();
        let progress = Progress::new();
        let fail = |error| Failed::new(Failure::Final, error);
        let pool = settings.transport.pool_for(&url).map_err(fail)?;
        let mut built = self.build(request, bearer, url);
        if let Some(payload) = request.payload() {
            built = upload::attach(built, payload, &progress, &settings.transport)
                .await
                .map_err(fail)?;
        }
        let waiting = Wait {
            limit: limits.header.unwrap_or(settings.timeouts.header),
            deadline,
            whole: limits.total.unwrap_or(settings.timeouts.total),
            phase: "waiting for the answer's head",
        };
        let host = host(request, settings);
        let sending = waiting.reply(&progress, &host, pool.execute(built));
        let live = sending.await?;
        let status = live.status();
        Span::current().record("status", status.as_u16());

        let refused = !request.takes(status);
        let mut reading = Wait {
            limit: limits.read.unwrap_or(settings.timeouts.read),
            phase: "waiting for more of the answer's body",
            ..waiting
        };
        if until == Until::Head && !refused && limits.total.is_none() {
            reading.deadline = wait::after(Instant::now(), FAR);
        }
        let mut answer = Answer::new(live, host, request.operation(), reading);
        if refused {
            return Err(failed(request, answer).await);
        }
        let body = match until {
            Until::Head => Bytes::new(),
            Until::End => answer.read(usize::MAX).await?,
        };
        Ok((answer, body))
    }

    /// The head of the request. What goes to another server carries nothing of this client.
    fn build(&self, request: &Request, bearer: Option<&Bearer>, url: Url) -> reqwest::Request {
        let mut built = reqwest::Request::new(request.method().clone(), url);
        let headers = built.headers_mut();
        let own = request.carries_headers();
        if own {
            headers.clone_from(&self.settings.headers);
        }
        for (name, value) in request.headers() {
            headers.insert(name, value.clone());
        }
        if let Some(bearer) = bearer {
            headers.insert(AUTHORIZATION, bearer.header_value());
        }
        built
    }
}

/// The runtime that runs this task.
///
/// # Errors
/// [`ErrorKind::Config`](crate::error::ErrorKind::Config) outside of one, where timers and sockets would panic.
pub(crate) fn runtime() -> Result<tokio::runtime::Handle> {
    tokio::runtime::Handle::try_current().map_err(|_| {
        Error::config(
            "calls need a running tokio runtime; await them inside #[tokio::main] or Runtime::block_on",
        )
    })
}

/// The error of an answer. A body that cannot be read to its end does not hide the status.
async fn failed(request: &Request, mut answer: Answer) -> Failed {
    let limit = if request.wants_failure() {
        OWN_ERROR_BODY_LIMIT
    } else {
        ERROR_BODY_LIMIT
    };
    let body = answer.read(limit).await.unwrap_or_default();
    let prefers = |wish: &[u8]| {
        let value = request
            .headers()
            .get("prefer")
            .map(HeaderValue::as_bytes)
            .unwrap_or_default();
        value.windows(wish.len()).any(|window| window == wish)
    };
    let error = classify(answer.status, &answer.headers, &body, request.operation()).with_policy_advice(
        request.method(),
        prefers(b"resolution="),
        prefers(b"return=representation"),
    );
    let error = if request.wants_failure() {
        error.with_answer(std::mem::take(&mut answer.headers), body)
    } else {
        error
    };
    let retry_after = error.retry_after();
    let failure = if error.code() == Some("PGRST002") {
        Failure::SchemaCache { retry_after }
    } else {
        Failure::Status {
            status: answer.status.as_u16(),
            retry_after,
        }
    };
    Failed::new(failure, error)
}

/// Host and port for messages.
fn host(request: &Request, settings: &Settings) -> Arc<str> {
    match request.foreign_url() {
        Some(url) => Arc::from(url.host_str().unwrap_or_default()),
        None => Arc::clone(settings.base.host()),
    }
}

/// A number in 0.0..1.0 that differs between processes and calls, so that clients do not come back all at once.
pub(crate) fn jitter() -> f64 {
    let random = RandomState::new().hash_one(());
    (random >> 11) as f64 / (1u64 << 53) as f64
}
