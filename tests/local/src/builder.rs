use std::future::Future;
use std::time::Duration;

use crate::error::Error;
use crate::functions::{FunctionReply, FunctionRequest, FunctionTable};
use crate::local::Local;
use crate::storage::StorageMode;

/// Settings of a local InsForge; made by [`Local::builder`].
#[derive(Debug, Clone)]
#[must_use]
pub struct Builder {
    pub(crate) port: u16,
    pub(crate) schema: Vec<String>,
    pub(crate) keep: bool,
    pub(crate) strict: bool,
    pub(crate) access_token_ttl: Duration,
    pub(crate) max_rows: Option<u32>,
    pub(crate) functions: FunctionTable,
    pub(crate) storage: StorageMode,
    pub(crate) upload_limit: Option<u64>,
    pub(crate) api_base_url: Option<String>,
    pub(crate) refresh_token_ttl: Duration,
    pub(crate) ping_interval: Duration,
    pub(crate) ping_timeout: Duration,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            port: 0,
            schema: Vec::new(),
            keep: false,
            strict: true,
            access_token_ttl: Duration::from_secs(15 * 60),
            max_rows: None,
            functions: FunctionTable::default(),
            storage: StorageMode::default(),
            upload_limit: None,
            api_base_url: None,
            refresh_token_ttl: Duration::from_secs(7 * 24 * 3600),
            ping_interval: Duration::from_secs(25),
            ping_timeout: Duration::from_secs(20),
        }
    }
}

impl Builder {
    /// The port to listen on; 0, the default, takes any free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// SQL to run before the server answers, as `project_admin`. May be called several times.
    pub fn schema_sql(mut self, sql: impl Into<String>) -> Self {
        self.schema.push(sql.into());
        self
    }

    /// Keeps the folder with the database after the end; see [`Local::folder`].
    pub fn keep(mut self, keep: bool) -> Self {
        self.keep = keep;
        self
    }

    /// Whether requests that the real gateway would corrupt without a word are refused with 400
    /// `INSFORGE_LOCAL_STRICT`. On by default; when off they are treated as the real gateway does.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// How long access tokens are valid; 15 minutes by default. Short times, in whole seconds, let tests see expired
    /// tokens.
    pub fn access_token_ttl(mut self, ttl: Duration) -> Self {
        self.access_token_ttl = ttl;
        self
    }

    /// The most rows that one answer of the database holds (PostgREST's `db-max-rows`); unlimited by default, as in
    /// InsForge.
    pub fn max_rows(mut self, rows: u32) -> Self {
        self.max_rows = Some(rows);
        self
    }

    /// Answers calls of the function `slug` by a closure; see [`Local::function`].
    pub fn function<F, Fut>(self, slug: &str, function: F) -> Self
    where
        F: Fn(FunctionRequest) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = FunctionReply> + Send + 'static,
    {
        self.functions.register(slug, function);
        self
    }

    /// Where objects are kept, which decides how they travel; on the server's disk by default.
    pub fn storage(mut self, mode: StorageMode) -> Self {
        self.storage = mode;
        self
    }

    /// The largest upload in bytes, in place of the project's own setting (50 MB, and 200 MB at most).
    pub fn upload_limit(mut self, bytes: u64) -> Self {
        self.upload_limit = Some(bytes);
        self
    }

    /// The address that answers give for the API's own URLs, as a server does whose configuration names a wrong one;
    /// by default it is the right one.
    pub fn api_base_url(mut self, url: impl Into<String>) -> Self {
        self.api_base_url = Some(url.into());
        self
    }

    /// How long refresh tokens are valid; 7 days by default.
    pub fn refresh_token_ttl(mut self, ttl: Duration) -> Self {
        self.refresh_token_ttl = ttl;
        self
    }

    /// How often realtime sockets are pinged, and how long their answer may take; 25 and 20 seconds by default.
    pub fn heartbeat(mut self, interval: Duration, timeout: Duration) -> Self {
        self.ping_interval = interval;
        self.ping_timeout = timeout;
        self
    }

    /// Starts the instance. May be called on any async runtime, or on none.
    ///
    /// # Errors
    ///
    /// If PostgreSQL or PostgREST cannot be found or started, or the schema is refused.
    pub async fn start(self) -> Result<Local, Error> {
        Local::start_with(self).await
    }
}
