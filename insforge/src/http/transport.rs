//! The connection pool, which reqwest keeps.

use std::time::Duration;

use super::{BaseUrl, Timeouts, tls};
use crate::error::{Error, Result};

/// Shorter than the time after which servers on the way close an idle connection (5 s is the shortest default in
/// use), so that a call rarely meets one that is being closed.
pub(crate) const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(4);

const USER_AGENT: &str = concat!("insforge-rust/", env!("CARGO_PKG_VERSION"));

/// Cheap to clone; all clones share one pool.
#[derive(Clone, Debug)]
pub(crate) struct Transport {
    client: reqwest::Client,
}

impl Transport {
    /// Makes a pool for this address.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::error::ErrorKind::Config) where TLS is needed and cannot be had.
    pub(crate) fn new(base: &BaseUrl, timeouts: &Timeouts, pool_idle_timeout: Duration) -> Result<Self> {
        let builder = reqwest::Client::builder()
            .connect_timeout(timeouts.connect)
            .pool_idle_timeout(pool_idle_timeout)
            .user_agent(USER_AGENT)
            // A redirection would carry the call, and perhaps the token, to an address nobody checked.
            .redirect(reqwest::redirect::Policy::none())
            .referer(false);
        let client = tls::configure(builder, base.is_https())?
            .build()
            .map_err(|error| Error::config("the HTTP client cannot be set up").with_source(error))?;
        Ok(Self { client })
    }

    /// Uses a client of the program's own, with its own TLS, proxy, pool and connect timeout.
    pub(crate) fn from_client(client: reqwest::Client) -> Self {
        Self { client }
    }

    pub(crate) async fn execute(&self, request: reqwest::Request) -> reqwest::Result<reqwest::Response> {
        self.client.execute(request).await
    }
}
