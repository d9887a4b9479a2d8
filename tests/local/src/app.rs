use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio_postgres::Client;

use crate::administration::state::AdminState;
use crate::ai::AiControls;
use crate::auth::state::AuthState;
use crate::auth::tokens::Tokens;
use crate::email::SentEmails;
use crate::error::Error;
use crate::faults::Faults;
use crate::functions::FunctionTable;
use crate::payments::Payments;
use crate::realtime::state::RealtimeState;
use crate::requests::RequestLog;
use crate::schema_reload::{Generation, SchemaReload};
use crate::storage::Storage;

/// Everything the routes share.
pub(crate) struct App {
    /// A superuser connection; statements of several requests follow each other on it.
    pub(crate) client: Client,
    pub(crate) database_url: String,
    pub(crate) rest: reqwest::Client,
    pub(crate) reload: SchemaReload,
    pub(crate) tokens: Tokens,
    pub(crate) auth: AuthState,
    pub(crate) admin: AdminState,
    pub(crate) realtime: RealtimeState,
    pub(crate) anon_key: String,
    pub(crate) api_key: String,
    pub(crate) strict: bool,
    pub(crate) faults: Faults,
    pub(crate) requests: RequestLog,
    pub(crate) functions: FunctionTable,
    pub(crate) ai: AiControls,
    pub(crate) emails: SentEmails,
    pub(crate) payments: Payments,
    pub(crate) storage: Storage,
}

impl App {
    /// Whether this is the admin key, or an old one that still works.
    pub(crate) fn accepts_api_key(&self, key: &str) -> bool {
        self.admin.api_key.accepts(&self.api_key, key)
    }

    /// Whether this is the anon key, or an old one that still works.
    pub(crate) fn accepts_anon_key(&self, key: &str) -> bool {
        self.admin.anon_key.accepts(&self.anon_key, key)
    }

    /// Brings PostgREST up to date if the schema has changed.
    pub(crate) async fn settle_schema(&self, since: Generation) -> Result<(), Error> {
        self.reload.if_changed(&self.client, since).await
    }
}

/// Clients speak plain HTTP only, to PostgREST's socket and to this machine.
fn plain() -> Result<reqwest::ClientBuilder, Error> {
    // No TLS is spoken. Yet where another crate of the build has switched reqwest's TLS on, reqwest asks
    // for the process's TLS provider and panics without one, so it is handed a configuration that needs none.
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::Internal(format!("cannot set up TLS: {error}")))?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    Ok(reqwest::Client::builder().tls_backend_preconfigured(tls))
}

/// A client for the server itself, as which providers report.
pub(crate) fn web_client() -> Result<reqwest::Client, Error> {
    plain()?
        .build()
        .map_err(|error| Error::Internal(format!("cannot make a client: {error}")))
}

/// A client for PostgREST's socket, with the gateway's own limit of ten seconds.
pub(crate) fn rest_client(socket: &Path) -> Result<reqwest::Client, Error> {
    plain()?
        .unix_socket(socket)
        .timeout(Duration::from_secs(10))
        .redirect(reqwest::redirect::Policy::none())
        // A connection is not used twice: PostgREST sends more than it should after some HEAD answers, and the next
        // request on such a connection fails. A new one to a socket costs next to nothing.
        .pool_max_idle_per_host(0)
        .build()
        .map_err(|error| Error::Internal(format!("cannot make a client for PostgREST: {error}")))
}
