//! A call of a function with all its options, as a value.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use ::http::Method;
use ::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::answer::{FunctionResponse, FunctionStream};
use super::body::Body;
use super::routes::{Routes, is_unknown_there};
use super::slug;
use crate::error::{Error, Result};
use crate::http::{Answer, BaseUrl, Caller, EventStream, Limits, Request, Target};

pub(super) const INVOKE: &str = "functions.invoke";

/// Functions may take 60 s; this leaves the answer time to come.
const HEADER: Duration = Duration::from_secs(75);
const TOTAL: Duration = Duration::from_secs(120);

/// A call of a function; [`Functions::request`](super::Functions::request) starts it. What is wrong with its parts shows
/// when it is sent, before anything leaves.
///
/// It is sent once: whether a function may run twice only its author knows. A call that never reached the server is
/// repeated all the same, and with [`idempotent`](Self::idempotent) whatever a read would be repeated for. That holds for
/// a 401 too: no token is looked at before a function runs, so it is the function's own answer.
///
/// ```no_run
/// use insforge::functions::Method;
///
/// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
/// let report: Vec<String> = client
///     .functions()
///     .request("report")
///     .method(Method::GET)
///     .query("year", "2026")
///     .idempotent()
///     .send()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a call is made by send(), response(), stream() or events()"]
pub struct Invocation {
    caller: Caller,
    routes: Routes,
    slug: String,
    method: Option<Method>,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: Body,
    idempotent: bool,
    timeout: Option<Duration>,
    /// The first thing wrong, kept until the call is sent.
    error: Option<Arc<Error>>,
}

impl Invocation {
    pub(super) fn new(caller: Caller, routes: Routes, slug: &str) -> Self {
        Self {
            caller,
            routes,
            slug: slug.to_owned(),
            method: None,
            query: Vec::new(),
            headers: HeaderMap::new(),
            body: Body::None,
            idempotent: false,
            timeout: None,
            error: slug::check(slug).err().map(Into::into),
        }
    }

    /// The method; POST where there is none.
    pub fn method(mut self, method: Method) -> Self {
        self.method = Some(method);
        self
    }

    /// Adds a parameter to the query.
    pub fn query(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((key.into(), value.into()));
        self
    }

    /// Sets a header. The credential is the client's and cannot be set.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(error) => self.fail(error),
        }
        self
    }

    /// Gives the function a JSON body.
    pub fn json<B: Serialize + ?Sized>(mut self, body: &B) -> Self {
        match Body::json(body) {
            Ok(body) => self.body = body,
            Err(error) => self.fail(error),
        }
        self
    }

    /// Gives the function a body of another kind: a text, bytes, a form. Only a functions host of its own passes such a
    /// body on; where the call would go by the project's route it is refused.
    pub fn body(mut self, content_type: &str, body: impl Into<Bytes>) -> Self {
        match Body::raw(content_type, body.into()) {
            Ok(body) => self.body = body,
            Err(error) => self.fail(error),
        }
        self
    }

    /// Says that the function may run twice, so that the call is repeated as a read is.
    pub fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// How long the call may take; 75 s until its answer begins and 120 s in all, or as long as the client's own limits
    /// where those are longer. A stream has to begin in this time and may then take as long as it takes.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// Calls the function and decodes its JSON answer. An empty answer is read as `null`, so that `()` and `Option` fit.
    ///
    /// # Errors
    /// Whatever the function answers that is no success: its status is [`Error::status`](crate::Error::status), its body
    /// [`Error::function_body`](crate::Error::function_body). [`NotFound`](crate::ErrorKind::NotFound) also where there is
    /// no such function, [`Timeout`](crate::ErrorKind::Timeout) also where the runtime ended it,
    /// [`Decode`](crate::ErrorKind::Decode) where the answer is no such JSON.
    pub async fn send<T: DeserializeOwned>(self) -> Result<T> {
        self.response().await?.json()
    }

    /// Calls the function and returns its answer with status, headers and bytes.
    ///
    /// # Errors
    /// As [`send`](Self::send), but for decoding.
    pub async fn response(self) -> Result<FunctionResponse> {
        let limits = self.limits();
        let call = |request: Request| async {
            let answer = self.caller.send(request.limits(limits)).await?;
            Ok(FunctionResponse::new(answer))
        };
        self.run(call).await
    }

    /// Calls the function and returns its answer's bytes as they come. By the project's route they come at once, when
    /// the function has ended; from a functions host of its own as they are written.
    ///
    /// # Errors
    /// As [`response`](Self::response), up to the head of the answer.
    pub async fn stream(self) -> Result<FunctionStream> {
        Ok(FunctionStream::new(self.open().await?))
    }

    /// Calls the function and returns the events of its `text/event-stream` as they come; see [`stream`](Self::stream).
    ///
    /// # Errors
    /// As [`stream`](Self::stream); [`Decode`](crate::ErrorKind::Decode) where the answer is no stream of events.
    pub async fn events(mut self) -> Result<EventStream> {
        if !self.headers.contains_key("accept") {
            self.headers
                .insert("accept", HeaderValue::from_static("text/event-stream"));
        }
        let answer = self.open().await?;
        let kind = answer.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
        if !kind.is_some_and(|kind| kind.starts_with(b"text/event-stream")) {
            return Err(Error::decode(
                "the function's answer is no text/event-stream; read it by response() or stream()",
            )
            .with_operation(INVOKE)
            .with_status(answer.status.as_u16()));
        }
        Ok(EventStream::new(answer, INVOKE))
    }

    /// The limits of a call whose answer comes whole.
    pub(super) fn limits(&self) -> Limits {
        let own = self.caller.at_least(HEADER, Duration::ZERO, TOTAL);
        match self.timeout {
            Some(limit) => Limits {
                header: Some(limit),
                total: Some(limit),
                ..own
            },
            None => own,
        }
    }

    async fn open(&self) -> Result<Answer> {
        let limits = Limits {
            header: self.limits().header,
            ..Limits::default()
        };
        let call = |request: Request| async { self.caller.open(request.limits(limits)).await };
        self.run(call).await
    }

    /// Calls at the functions' host, and by the project's route where there is no such host or its router says that it
    /// does not know the function.
    async fn run<T, F: Future<Output = Result<T>>>(&self, call: impl Fn(Request) -> F) -> Result<T> {
        self.check().map_err(|error| error.with_operation(INVOKE))?;
        let Some((host, origin)) = self.routes.direct(&self.slug) else {
            return call(self.to_request()?).await;
        };
        let error = match call(self.direct_request(&host)?).await {
            Err(error) if is_unknown_there(&error, origin) => error,
            other => return other,
        };
        tracing::debug!(function = self.slug, %error, "calling by the project's route");
        if error.status().is_some() {
            // Where the project would not pass the body on either, the host's word is the last.
            let Ok(request) = self.to_request() else {
                return Err(error);
            };
            self.routes.not_there(&self.slug);
            return call(request).await;
        }
        let answered = call(self.to_request()?).await;
        // Where the project cannot be reached either, the network is down, and there may be such a host.
        if answered
            .as_ref()
            .err()
            .is_none_or(|error| error.status().is_some())
        {
            self.routes.no_host();
        }
        answered
    }

    fn check(&self) -> Result<()> {
        if let Some(error) = &self.error {
            return Err(Error::share(error));
        }
        if !self.body.is_none() && matches!(self.method, Some(Method::GET | Method::HEAD | Method::OPTIONS)) {
            return Err(Error::request(
                "a GET, HEAD or OPTIONS carries no body; use POST, or put the input into the query",
            ));
        }
        Ok(())
    }

    /// The call by the project's route. Nothing is sent.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for what cannot be sent, and for a body that would not arrive as it is.
    pub fn to_request(&self) -> Result<Request> {
        let build = || {
            self.check()?;
            self.body.check_for_proxy()?;
            let mut target = Target::new("/functions").segment(&self.slug)?;
            for (key, value) in &self.query {
                target.pair(key, value);
            }
            Ok(self.finish(Request::new(INVOKE, self.chosen_method(), target.finish())))
        };
        build().map_err(|error: Error| error.with_operation(INVOKE))
    }

    fn direct_request(&self, host: &BaseUrl) -> Result<Request> {
        let mut url = host.join(&format!("/{}", self.slug))?;
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        Ok(self.finish(Request::own_host(INVOKE, self.chosen_method(), url)))
    }

    fn chosen_method(&self) -> Method {
        self.method.clone().unwrap_or(Method::POST)
    }

    fn finish(&self, mut request: Request) -> Request {
        request = match &self.body {
            Body::None => request,
            Body::Json(json) => request.json_body(json.clone()),
            Body::Raw { content_type, bytes } => request
                .json_body(bytes.clone())
                .header(CONTENT_TYPE, content_type.clone()),
        };
        for (name, value) in &self.headers {
            request = request.header(name.clone(), value.clone());
        }
        let request = request.keeps_failure();
        if self.idempotent {
            request.idempotent(true)
        } else {
            request.runs_once()
        }
    }

    fn fail(&mut self, error: Error) {
        self.error.get_or_insert_with(|| error.into());
    }
}

fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue)> {
    let name: HeaderName = name
        .parse()
        .map_err(|_| Error::request(format!("{name:?} is no name of a header")))?;
    if name == AUTHORIZATION || name == "x-api-key" {
        return Err(Error::request(
            "the function gets the client's own credential; call it with another client, such as as_user(token)",
        ));
    }
    if matches!(
        name.as_str(),
        "content-length" | "transfer-encoding" | "content-encoding" | "host"
    ) {
        return Err(Error::request(format!(
            "the header {name} is set by the client itself"
        )));
    }
    let value = HeaderValue::from_str(value).map_err(|_| {
        Error::request(format!(
            "the value of the header {name} has characters it may not have"
        ))
    })?;
    Ok((name, value))
}
