//! The connection pools, which reqwest keeps.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use url::Url;

use super::{BaseUrl, Timeouts, tls};
use crate::error::{Error, Result};

/// Shorter than the time after which servers on the way close an idle connection (5 s is the shortest default in
/// use), so that a call rarely meets one that is being closed.
pub(crate) const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(4);

const USER_AGENT: &str = concat!("insforge-rust/", env!("CARGO_PKG_VERSION"));

/// Cheap to clone; all clones share their pools.
#[derive(Clone, Debug)]
pub(crate) struct Transport {
    client: reqwest::Client,
    /// For `https` addresses of other servers, where the project's own is plain `http` and its pool knows no
    /// certificates.
    elsewhere: Option<Arc<LazyPool>>,
    /// For websockets: HTTP/2 has none that reqwest speaks.
    #[cfg(feature = "realtime")]
    sockets: Option<Arc<LazyPool>>,
}

/// What a pool is made with.
#[derive(Clone, Copy, Debug)]
struct Pool {
    connect_timeout: Duration,
    idle_timeout: Duration,
    https: bool,
    http1_only: bool,
}

/// A pool that is made when it is first needed.
#[derive(Debug)]
struct LazyPool {
    pool: Pool,
    client: OnceLock<reqwest::Client>,
}

impl Transport {
    /// Makes a pool for this address.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::error::ErrorKind::Config) where TLS is needed and cannot be had.
    pub(crate) fn new(base: &BaseUrl, timeouts: &Timeouts, pool_idle_timeout: Duration) -> Result<Self> {
        let pool = Pool {
            connect_timeout: timeouts.connect,
            idle_timeout: pool_idle_timeout,
            https: base.is_https(),
            http1_only: false,
        };
        let lazily = |pool| {
            Arc::new(LazyPool {
                pool,
                client: OnceLock::new(),
            })
        };
        Ok(Self {
            client: pool.make()?,
            elsewhere: (!base.is_https()).then(|| lazily(Pool { https: true, ..pool })),
            #[cfg(feature = "realtime")]
            sockets: Some(lazily(Pool {
                http1_only: true,
                ..pool
            })),
        })
    }

    /// Uses a client of the program's own, with its own TLS, proxy, pool and connect timeout.
    pub(crate) fn from_client(client: reqwest::Client) -> Self {
        Self {
            client,
            elsewhere: None,
            #[cfg(feature = "realtime")]
            sockets: None,
        }
    }

    #[cfg(feature = "object-store")]
    pub(super) fn client(&self) -> reqwest::Client {
        self.client.clone()
    }

    /// Gives the request a form as its body, with the headers that say so.
    pub(super) fn with_form(
        &self,
        request: reqwest::Request,
        form: reqwest::multipart::Form,
    ) -> Result<reqwest::Request> {
        reqwest::RequestBuilder::from_parts(self.client.clone(), request)
            .multipart(form)
            .build()
            .map_err(|error| Error::request("the form cannot be built").with_source(error.without_url()))
    }

    /// The pool for this URL.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::error::ErrorKind::Config) where TLS is needed and cannot be had.
    pub(super) fn pool_for(&self, url: &Url) -> Result<&reqwest::Client> {
        match &self.elsewhere {
            Some(elsewhere) if url.scheme() == "https" => elsewhere.client(),
            _ => Ok(&self.client),
        }
    }

    /// The pool for websockets of the project.
    ///
    /// # Errors
    /// As [`pool_for`](Self::pool_for).
    #[cfg(feature = "realtime")]
    pub(super) fn pool_for_sockets(&self) -> Result<&reqwest::Client> {
        match &self.sockets {
            Some(sockets) => sockets.client(),
            None => Ok(&self.client),
        }
    }
}

impl LazyPool {
    fn client(&self) -> Result<&reqwest::Client> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = self.pool.make()?;
        Ok(self.client.get_or_init(|| client))
    }
}

impl Pool {
    fn make(self) -> Result<reqwest::Client> {
        let mut builder = reqwest::Client::builder()
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(self.idle_timeout)
            .user_agent(USER_AGENT)
            // A redirection would carry the call, and perhaps the token, to an address nobody checked.
            .redirect(reqwest::redirect::Policy::none())
            .referer(false);
        if self.http1_only {
            builder = builder.http1_only();
        }
        tls::configure(builder, self.https, self.http1_only)?
            .build()
            .map_err(|error| Error::config("the HTTP client cannot be set up").with_source(error))
    }
}
