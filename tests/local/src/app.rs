use std::path::Path;
use std::time::Duration;

use tokio_postgres::Client;

use crate::auth::tokens::Tokens;
use crate::error::Error;
use crate::faults::Faults;
use crate::requests::RequestLog;
use crate::schema_reload::SchemaReload;

/// Everything the routes share.
pub(crate) struct App {
    /// A superuser connection; statements of several requests follow each other on it.
    pub(crate) client: Client,
    pub(crate) database_url: String,
    pub(crate) rest: reqwest::Client,
    pub(crate) reload: SchemaReload,
    pub(crate) tokens: Tokens,
    pub(crate) anon_key: String,
    pub(crate) api_key: String,
    pub(crate) strict: bool,
    pub(crate) faults: Faults,
    pub(crate) requests: RequestLog,
}

impl App {
    /// Brings PostgREST up to date if the schema has changed.
    pub(crate) async fn settle_schema(&self) -> Result<(), Error> {
        self.reload.if_changed(&self.client).await
    }
}

/// A client for PostgREST's socket, with the gateway's own limit of ten seconds.
pub(crate) fn rest_client(socket: &Path) -> Result<reqwest::Client, Error> {
    reqwest::Client::builder()
        .unix_socket(socket)
        .timeout(Duration::from_secs(10))
        .redirect(reqwest::redirect::Policy::none())
        .pool_max_idle_per_host(20)
        .build()
        .map_err(|error| Error::Internal(format!("cannot make a client for PostgREST: {error}")))
}
