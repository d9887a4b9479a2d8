//! A call as a value, before anything is sent.

use std::fmt;
use std::time::Duration;

use ::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use ::http::{HeaderMap, Method, StatusCode};
use bytes::Bytes;
use url::Url;

use super::payload::{Form, Payload};

/// A call as it will be sent, without its credential: what `to_request()` of every builder returns.
///
/// Making one does no I/O, so a unit test can assert what a query sends without a server.
///
/// ```
/// # fn check(request: insforge::http::Request) {
/// assert_eq!(request.method(), "GET");
/// assert_eq!(request.path(), "/api/database/records/todos");
/// assert_eq!(request.query_pairs(), [("select".to_owned(), "id,title".to_owned())]);
/// assert!(request.body().is_none());
/// # }
/// ```
#[derive(Clone)]
pub struct Request {
    operation: &'static str,
    method: Method,
    target: String,
    headers: HeaderMap,
    body: Option<Payload>,
    idempotent: bool,
    secret_answer: bool,
    /// Another server than the project's: it gets neither credential nor the client's headers.
    foreign: Option<Box<Url>>,
    carries: Carries,
    redirect_is_answer: bool,
    runs_once: bool,
    keeps_failure: bool,
    expired_token_is_500: bool,
    limits: Limits,
}

/// What of the client's own goes along.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Carries {
    /// The client's headers and its credential: to the project, wherever its hosts are.
    Everything,
    /// The client's headers alone: to routes that ask nobody who they are.
    Headers,
    /// Nothing: to other servers.
    Nothing,
}

/// Time limits of one call, where they differ from the client's.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Limits {
    /// From the last piece of the body that was sent to the head of the answer.
    pub(crate) header: Option<Duration>,
    /// Between two pieces of the answer's body.
    pub(crate) read: Option<Duration>,
    /// The whole call; `Duration::MAX` for none, as transfers of any size need.
    pub(crate) total: Option<Duration>,
}

impl Request {
    /// `target` is the path with its query, already percent-encoded: what [`Target`](super::Target) builds.
    pub(crate) fn new(operation: &'static str, method: Method, target: String) -> Self {
        let idempotent = matches!(method, Method::GET | Method::HEAD | Method::OPTIONS);
        let headers = HeaderMap::new();
        Self {
            operation,
            method,
            target,
            headers,
            body: None,
            idempotent,
            secret_answer: false,
            foreign: None,
            carries: Carries::Everything,
            redirect_is_answer: false,
            runs_once: false,
            keeps_failure: false,
            expired_token_is_500: false,
            limits: Limits::default(),
        }
    }

    /// A call of another server, such as a presigned upload: it carries no credential and none of the client's headers.
    pub(crate) fn foreign(operation: &'static str, method: Method, url: Url) -> Self {
        let mut request = Self::new(operation, method, url.path().to_owned());
        request.foreign = Some(Box::new(url));
        request.carries = Carries::Nothing;
        request
    }

    /// A call of another address of the project, such as its functions' own host. Credential and the client's headers
    /// go along.
    pub(crate) fn own_host(operation: &'static str, method: Method, url: Url) -> Self {
        let mut request = Self::foreign(operation, method, url);
        request.carries = Carries::Everything;
        request
    }

    /// Leaves the credential out: the route asks for none, and nobody's session is renewed for it.
    pub(crate) fn without_credential(mut self) -> Self {
        self.carries = Carries::Headers;
        self
    }

    /// Says that each attempt may have an effect of its own, whatever the method and the answer: only an attempt that
    /// never reached the server is repeated.
    pub(crate) fn runs_once(mut self) -> Self {
        self.runs_once = true;
        self.idempotent = false;
        self
    }

    /// Says that the answer of a failure is the program's own matter, so that the error keeps its headers and its body.
    pub(crate) fn keeps_failure(mut self) -> Self {
        self.keeps_failure = true;
        self
    }

    /// Sets a header, replacing an earlier value.
    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Sets a JSON body. It is sent whole with its length, since the gateway reads no other form everywhere.
    pub(crate) fn json_body(mut self, body: Bytes) -> Self {
        self.headers
            .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self.body = Some(Payload::Whole(body));
        self
    }

    /// Sets a form with a file as its last part.
    pub(crate) fn form_body(mut self, form: Form) -> Self {
        self.body = Some(Payload::Form(form));
        self
    }

    /// Sets time limits of this call's own.
    pub(crate) fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Takes a redirection as the answer. It is never followed: the caller looks at its `Location`.
    pub(crate) fn redirect_is_answer(mut self) -> Self {
        self.redirect_is_answer = true;
        self
    }

    /// Says that the route answers an expired token with a 500 `Invalid token`, as uploads to the storage do.
    pub(crate) fn expired_token_is_500(mut self) -> Self {
        self.expired_token_is_500 = true;
        self
    }

    /// Says that repeating the call does no harm although its method is not a reading one.
    pub(crate) fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = idempotent || matches!(self.method, Method::GET | Method::HEAD | Method::OPTIONS);
        self
    }

    /// Says that the answer holds tokens, so that no part of it may enter an error.
    pub(crate) fn secret_answer(mut self) -> Self {
        self.secret_answer = true;
        self
    }

    pub(crate) fn has_secret_answer(&self) -> bool {
        self.secret_answer
    }

    pub(super) fn payload(&self) -> Option<&Payload> {
        self.body.as_ref()
    }

    pub(super) fn foreign_url(&self) -> Option<&Url> {
        self.foreign.as_deref()
    }

    pub(super) fn carries_headers(&self) -> bool {
        self.carries != Carries::Nothing
    }

    pub(super) fn carries_credential(&self) -> bool {
        self.carries == Carries::Everything
    }

    pub(super) fn may_run_once_only(&self) -> bool {
        self.runs_once
    }

    pub(super) fn wants_failure(&self) -> bool {
        self.keeps_failure
    }

    pub(super) fn is_expired_token_500(&self) -> bool {
        self.expired_token_is_500
    }

    pub(super) fn own_limits(&self) -> Limits {
        self.limits
    }

    pub(super) fn takes(&self, status: StatusCode) -> bool {
        status.is_success() || (self.redirect_is_answer && status.is_redirection())
    }

    /// Whether its body, if it has one, can be sent a second time.
    pub(super) fn is_replayable(&self) -> bool {
        self.body.as_ref().is_none_or(Payload::is_replayable)
    }

    /// The name of the call, such as `database.select`; errors and traces carry it.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Path and query as they are sent, percent-encoded, without the client's base URL.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The path as it is sent.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(self.target.as_str(), |(path, _)| path)
    }

    /// The query as it is sent, without the `?`; empty where there is none.
    #[must_use]
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The query's parameters, decoded, in their order.
    #[must_use]
    pub fn query_pairs(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(self.query().as_bytes())
            .into_owned()
            .collect()
    }

    /// The call's own headers. The credential is never among them; it is added when the call is sent.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body, where there is one that is in memory as a whole; the body of an upload is not.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        match &self.body {
            Some(Payload::Whole(bytes)) => Some(bytes),
            _ => None,
        }
    }

    /// Whether the method is a reading one.
    pub(super) fn reads(&self) -> bool {
        matches!(self.method, Method::GET | Method::HEAD | Method::OPTIONS)
    }

    /// Whether the call may be repeated after it may have reached the server: a reading method, or a write that
    /// was declared idempotent.
    #[must_use]
    pub fn is_idempotent(&self) -> bool {
        self.idempotent
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The body is counted and not shown: it may be a password or a row of somebody's data.
        f.debug_struct("Request")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("target", &self.target)
            .field("headers", &self.headers)
            .field("body_length", &self.body.as_ref().map(Payload::len))
            .field("idempotent", &self.idempotent)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_path_query_and_pairs() {
        let request = Request::new("test.call", Method::GET, "/api/x?a=1&b=%C3%BC%2Bc".to_owned());
        assert_eq!(request.path(), "/api/x");
        assert_eq!(request.query(), "a=1&b=%C3%BC%2Bc");
        assert_eq!(
            request.query_pairs(),
            [("a".into(), "1".into()), ("b".into(), "ü+c".into())]
        );
        let bare = Request::new("test.call", Method::GET, "/api/x".to_owned());
        assert_eq!((bare.path(), bare.query()), ("/api/x", ""));
        assert!(bare.query_pairs().is_empty());
    }

    #[test]
    fn reading_methods_stay_idempotent_and_writes_only_when_declared() {
        let of = |method| Request::new("test.call", method, String::new());
        assert!(of(Method::GET).idempotent(false).is_idempotent());
        assert!(!of(Method::POST).is_idempotent() && of(Method::POST).idempotent(true).is_idempotent());
        assert!(!of(Method::PUT).is_idempotent() && !of(Method::DELETE).is_idempotent());
    }

    #[test]
    fn debug_does_not_show_the_body() {
        let request = Request::new("test.call", Method::POST, "/x".into())
            .json_body(Bytes::from_static(b"{\"password\":\"hunter2\"}"));
        assert_eq!(request.headers()[CONTENT_TYPE], "application/json");
        assert!(!format!("{request:?}").contains("hunter2"));
    }
}
