//! Sites: their files, their deployments, their addresses and their environment. A server of one's own answers most of
//! it with 503 ([`Unavailable`](crate::ErrorKind::Unavailable)) unless a hosting provider is set up.
//!
//! [`Client::<Admin>::deployments`](crate::client::Client::deployments) returns [`Deployments`].

mod addresses;
mod env_vars;
mod files;

use ::http::Method;
use serde::Deserialize;
use serde_json::{Map, Value};

pub use self::addresses::{Domain, DomainRecord, SiteAddresses, SiteSlug};
pub use self::env_vars::EnvVar;
pub use self::files::{DeploymentFile, DirectDeployment, SiteFile, StartDeployment};
use super::calls::place;
use super::handle;
use crate::error::Result;
use crate::http::Target;
use crate::null_is_default::null_is_default;
use crate::open_enum::open_enum;
use crate::query::Page;

const PATH: &str = "/api/deployments";
const LIST: &str = "admin.deployments.list";
const GET: &str = "admin.deployments.get";
const SYNC: &str = "admin.deployments.sync";
const CANCEL: &str = "admin.deployments.cancel";

handle! {
    /// Sites: their files, their deployments, their addresses and their environment.
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>, sha1: String) -> insforge::Result<()> {
    /// use insforge::admin::deployments::{SiteFile, StartDeployment};
    ///
    /// let page = "<h1>hello</h1>";
    /// let sites = admin.deployments();
    /// let made = sites.create([SiteFile::new("index.html", sha1, page.len() as u64)]).await?;
    /// for file in &made.files {
    ///     sites.upload(&made.id, &file.file_id, page).await?;
    /// }
    /// println!("{}", sites.start(&made.id, StartDeployment::new()).await?.status);
    /// # Ok(())
    /// # }
    /// ```
    pub struct Deployments;
}

open_enum! {
    /// How a deployment stands.
    pub enum DeploymentStatus {
        /// Its files are to come.
        Waiting = "WAITING",
        /// Its files are on their way.
        Uploading = "UPLOADING",
        /// The provider will build it.
        Queued = "QUEUED",
        /// The provider builds it.
        Building = "BUILDING",
        /// It can be visited.
        Ready = "READY",
        /// It failed.
        Failed = "ERROR",
        /// Somebody stopped it.
        Canceled = "CANCELED",
    }
}

/// A deployment of a site.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Deployment {
    /// Its id, a UUID.
    pub id: String,
    /// Its id at the provider's, once it was started.
    #[serde(default)]
    pub provider_deployment_id: Option<String>,
    /// Who hosts it.
    #[serde(default)]
    pub provider: String,
    /// How it stands.
    pub status: DeploymentStatus,
    /// Where it can be visited.
    #[serde(default)]
    pub url: Option<String>,
    /// More about it.
    #[serde(default, deserialize_with = "null_is_default")]
    pub metadata: Map<String, Value>,
    /// When it was made, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// When it last changed, ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
}

impl Deployments {
    /// Lists the deployments, the newest first: `GET /api/deployments`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn list(&self, limit: u32, offset: u64) -> Result<Page<Deployment>> {
        let mut target = Target::new(PATH);
        target.pair("limit", &limit.max(1).to_string());
        target.pair("offset", &offset.to_string());
        self.calls.page(LIST, target, offset).await
    }

    /// Reads a deployment: `GET /api/deployments/{id}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this id,
    /// [`Server`](crate::ErrorKind::Server) where the id is no UUID.
    pub async fn get(&self, id: &str) -> Result<Deployment> {
        self.calls.get(GET, place(GET, PATH, id)?).await
    }

    /// Asks the provider how a deployment stands: `POST /api/deployments/{id}/sync`.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn sync(&self, id: &str) -> Result<Deployment> {
        let target = place(SYNC, PATH, id)?.literal("/sync");
        self.calls.write(SYNC, Method::POST, target, &Map::new()).await
    }

    /// Stops a deployment: `POST /api/deployments/{id}/cancel`.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn cancel(&self, id: &str) -> Result<()> {
        let target = place(CANCEL, PATH, id)?.literal("/cancel");
        self.calls
            .write::<Value, _>(CANCEL, Method::POST, target, &Map::new())
            .await
            .map(drop)
    }
}
