//! The settings of a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ::http::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use super::session_options::SessionOptions;
use super::{Admin, Anon, Client, anon_parts};
use crate::error::{Error, Result};
use crate::functions::Routes;
use crate::http::{
    BaseUrl, Bearer, Caller, Credential, POOL_IDLE_TIMEOUT, RetryPolicy, Settings, Timeouts, Transport,
};

/// Longer request lines are refused by common servers and proxies.
const MAX_URL_LEN: usize = 8000;

/// The state of a [`ClientBuilder`] that has no key yet; it cannot be built.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct NoKey;

/// The state of a [`ClientBuilder`] that has an anon key.
#[derive(Debug)]
pub struct AnonKey(SecretString);

/// The state of a [`ClientBuilder`] that has an admin API key.
#[derive(Debug)]
pub struct ApiKey(SecretString);

/// Settings of a [`Client`]. [`anon_key`](Self::anon_key) or [`api_key`](Self::api_key) decides which client
/// `build` makes.
///
/// ```
/// use std::time::Duration;
/// use insforge::{Admin, Client};
/// use insforge::http::RetryPolicy;
///
/// let admin: Client<Admin> = Client::builder("http://localhost:7130")
///     .retry(RetryPolicy::none())
///     .read_timeout(Duration::from_secs(5))
///     .api_key("ik_0123")
///     .build()?;
/// # Ok::<(), insforge::Error>(())
/// ```
#[must_use = "a client is made by build()"]
pub struct ClientBuilder<K = NoKey> {
    pub(super) options: Options,
    key: K,
}

pub(super) struct Options {
    url: String,
    timeouts: Timeouts,
    pool_idle_timeout: Duration,
    retry: RetryPolicy,
    headers: HeaderMap,
    schema: Option<Arc<str>>,
    max_url_len: usize,
    #[cfg(feature = "realtime")]
    realtime_buffer: usize,
    allow_insecure_http: bool,
    http_client: Option<reqwest::Client>,
    functions_url: Option<String>,
    pub(super) session: SessionOptions,
    /// The first thing wrong, kept for `build`.
    error: Option<Error>,
}

impl ClientBuilder {
    pub(super) fn new(url: impl Into<String>) -> Self {
        let options = Options {
            url: url.into(),
            timeouts: Timeouts::default(),
            pool_idle_timeout: POOL_IDLE_TIMEOUT,
            retry: RetryPolicy::default(),
            headers: HeaderMap::new(),
            schema: None,
            max_url_len: MAX_URL_LEN,
            #[cfg(feature = "realtime")]
            realtime_buffer: crate::realtime::BUFFER,
            allow_insecure_http: false,
            http_client: None,
            functions_url: None,
            session: SessionOptions::default(),
            error: None,
        };
        Self { options, key: NoKey }
    }

    /// Gives the project's anon key (`anon_…`, or the JWT of an older project).
    pub fn anon_key(self, key: &str) -> ClientBuilder<AnonKey> {
        ClientBuilder {
            options: self.options,
            key: AnonKey(key.into()),
        }
    }

    /// Gives the project's admin API key (`ik_…`).
    pub fn api_key(self, key: &str) -> ClientBuilder<ApiKey> {
        ClientBuilder {
            options: self.options,
            key: ApiKey(key.into()),
        }
    }
}

impl<K> ClientBuilder<K> {
    /// How long making a connection may take; 10 s. Has no effect with [`http_client`](Self::http_client).
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.options.timeouts.connect = limit;
        self
    }

    /// How long an attempt may take until its answer begins, connecting and sending included; 30 s.
    pub fn header_timeout(mut self, limit: Duration) -> Self {
        self.options.timeouts.header = limit;
        self
    }

    /// How long the answer's body may pause; 30 s.
    pub fn read_timeout(mut self, limit: Duration) -> Self {
        self.options.timeouts.read = limit;
        self
    }

    /// How long a call may take in all, its repetitions and the waits between them included; 120 s.
    pub fn total_timeout(mut self, limit: Duration) -> Self {
        self.options.timeouts.total = limit;
        self
    }

    /// How long an unused connection is kept; 4 s, less than servers keep theirs. Has no effect with
    /// [`http_client`](Self::http_client).
    pub fn pool_idle_timeout(mut self, limit: Duration) -> Self {
        self.options.pool_idle_timeout = limit;
        self
    }

    /// When calls are repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = policy;
        self
    }

    /// The database schema that tables and functions are in where they name none.
    pub fn schema(mut self, schema: &str) -> Self {
        self.options.schema = Some(schema.into());
        self
    }

    /// Adds a header to every call. Credentials are not given this way; `build` refuses `authorization`,
    /// `x-api-key`, `apikey` and `cookie`.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok((name, value)) => {
                self.options.headers.insert(name, value);
            }
            Err(error) => self.options.error = self.options.error.or(Some(error)),
        }
        self
    }

    /// Sends over a [`reqwest::Client`] of the program's own, with its TLS, proxies, certificates and pool.
    ///
    /// Let it follow no redirections: calls that carry a token should not go to another address. Realtime's websocket
    /// goes over it too, and needs HTTP/1.1: against a server that would agree on HTTP/2, make it with
    /// [`http1_only`](reqwest::ClientBuilder::http1_only).
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.options.http_client = Some(client);
        self
    }

    /// The address of the functions' own host, such as `https://my-app.function2.insforge.app`. Functions are then called
    /// there, with the client's credential, and only those that it does not know by the project's route. A project tells
    /// its address to administrators ([`Functions::list`](crate::functions::Functions::list)).
    pub fn functions_url(mut self, url: impl Into<String>) -> Self {
        self.options.functions_url = Some(url.into());
        self
    }

    /// The longest path with query that is sent, in bytes; 8000. Longer calls fail with
    /// [`ErrorKind::UrlTooLong`](crate::error::ErrorKind::UrlTooLong) and are not sent.
    pub fn max_url_len(mut self, bytes: usize) -> Self {
        self.options.max_url_len = bytes;
        self
    }

    /// How many realtime messages a subscription may lie behind before it loses some and yields
    /// [`Event::Lagged`](crate::realtime::Event::Lagged); 128. It is rounded up to a power of two and is at most 65,536.
    /// The messages are held once for all subscriptions of a channel.
    #[cfg(feature = "realtime")]
    pub fn realtime_buffer(mut self, messages: usize) -> Self {
        self.options.realtime_buffer = messages;
        self
    }

    /// Allows a plain `http://` address that is not this machine: keys and tokens then travel in the clear.
    pub fn allow_insecure_http(mut self) -> Self {
        self.options.allow_insecure_http = true;
        self
    }
}

impl ClientBuilder<AnonKey> {
    /// Makes the client. No network traffic.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::error::ErrorKind::Config) for the first setting that cannot be right.
    pub fn build(self) -> Result<Client<Anon>> {
        let key = self.key.0;
        self.options.build(
            |session| anon_parts(key.expose_secret(), session),
            Client::assemble,
        )
    }
}

impl ClientBuilder<ApiKey> {
    /// Makes the client. No network traffic.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::error::ErrorKind::Config) for the first setting that cannot be right.
    pub fn build(self) -> Result<Client<Admin>> {
        let key = self.key.0;
        self.options.build(
            |session| {
                session.none()?;
                Ok((Credential::ApiKey(Bearer::api_key(key.expose_secret())?), ()))
            },
            Client::assemble,
        )
    }
}

impl Options {
    fn build<S, C>(
        mut self,
        credential: impl FnOnce(SessionOptions) -> Result<(Credential, S)>,
        client: impl FnOnce(Caller, Option<Arc<str>>, Routes, S) -> C,
    ) -> Result<C> {
        let schema = self.schema.clone();
        let session = std::mem::take(&mut self.session);
        let functions_host = self.functions_host();
        self.settings()
            .and_then(|settings| {
                let routes = Routes::new(&settings.base, functions_host?);
                let (credential, state) = credential(session)?;
                Ok(client(Caller::new(settings, credential), schema, routes, state))
            })
            .map_err(|error| error.with_operation("client.build"))
    }

    fn functions_host(&self) -> Result<Option<BaseUrl>> {
        let parse = |url: &String| BaseUrl::parse(url, self.allow_insecure_http);
        self.functions_url.as_ref().map(parse).transpose()
    }

    fn settings(self) -> Result<Settings> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let base = BaseUrl::parse(&self.url, self.allow_insecure_http)?;
        let transport = match self.http_client {
            Some(client) => Transport::from_client(client),
            None => Transport::new(&base, &self.timeouts, self.pool_idle_timeout)?,
        };
        Ok(Settings {
            base,
            transport,
            timeouts: self.timeouts,
            retry: self.retry,
            headers: self.headers,
            max_url_len: self.max_url_len,
            #[cfg(feature = "realtime")]
            realtime_buffer: self.realtime_buffer,
        })
    }
}

impl<K> fmt::Debug for ClientBuilder<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options = &self.options;
        // The URL is not checked yet and may hold a password; header values may be secrets too.
        f.debug_struct("ClientBuilder")
            .field("timeouts", &options.timeouts)
            .field("retry", &options.retry)
            .field("headers", &options.headers.keys().collect::<Vec<_>>())
            .field("schema", &options.schema)
            .finish_non_exhaustive()
    }
}

fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue)> {
    let name: HeaderName = name
        .parse()
        .map_err(|_| Error::config(format!("{name:?} is no name of a header")))?;
    if name == AUTHORIZATION || name == COOKIE || name == "x-api-key" || name == "apikey" {
        return Err(Error::config(format!(
            "the header {name} would compete with the client's credential; use anon_key, api_key or as_user"
        )));
    }
    let mut value = HeaderValue::from_str(value).map_err(|_| {
        Error::config(format!(
            "the value of the header {name} has characters it may not have"
        ))
    })?;
    value.set_sensitive(true);
    Ok((name, value))
}
