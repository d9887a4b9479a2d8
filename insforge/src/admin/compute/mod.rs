//! Containers that run beside the backend, at Fly.io or on a Docker host of one's own. Where no provider is set up, all
//! but the settings answer with 503 ([`Unavailable`](crate::ErrorKind::Unavailable), code `COMPUTE_NOT_CONFIGURED`).
//!
//! [`Client::<Admin>::compute`](crate::client::Client::compute) returns [`Compute`].

mod config;
mod logs;
mod new_service;
mod service;

use ::http::Method;
use serde::Deserialize;
use serde_json::{Map, Value};

pub use self::config::{ComputeConfig, CredentialStatus};
pub use self::logs::{ComputeEvent, ComputeLogLine, ComputeLogs};
pub use self::new_service::{NewService, ServiceChange};
pub use self::service::{ComputeProvider, Ingress, Service, ServiceProtocol, ServiceStatus};
use super::calls::place;
use super::handle;
use crate::auth::Secret;
use crate::error::Result;
use crate::http::json_call;

const PATH: &str = "/api/compute/services";
const LIST: &str = "admin.compute.list";
const GET: &str = "admin.compute.get";
const CREATE: &str = "admin.compute.create";
const RESERVE: &str = "admin.compute.reserve";
const UPDATE: &str = "admin.compute.update";
const DELETE: &str = "admin.compute.delete";
const TOKEN: &str = "admin.compute.deploy_token";

handle! {
    /// Containers that run beside the backend.
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// use insforge::admin::compute::NewService;
    ///
    /// let worker = NewService::new("worker", 8080).image("ghcr.io/me/worker:1").env_var("MODE", "fast");
    /// let service = admin.compute().create(worker).await?;
    /// println!("{} {:?}", service.status, service.endpoint_url);
    /// # Ok(())
    /// # }
    /// ```
    pub struct Compute;
}

/// A token to deploy a service with. `Debug` does not show it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeployToken {
    /// The token.
    pub token: Secret,
    /// How long it works, in seconds.
    #[serde(default)]
    pub expiry_seconds: u64,
}

impl Compute {
    /// Lists the services: `GET /api/compute/services`.
    ///
    /// # Errors
    /// [`Unavailable`](crate::ErrorKind::Unavailable) where no provider is set up, here and below.
    pub async fn list(&self) -> Result<Vec<Service>> {
        self.calls.get(LIST, PATH).await
    }

    /// Reads a service: `GET /api/compute/services/{id}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this id.
    pub async fn get(&self, id: &str) -> Result<Service> {
        self.calls.get(GET, place(GET, PATH, id)?).await
    }

    /// Makes a service of an image and runs it: `POST /api/compute/services`.
    ///
    /// # Errors
    /// [`Conflict`](crate::ErrorKind::Conflict) for a name that is taken, [`Invalid`](crate::ErrorKind::Invalid) for
    /// values that the server does not take.
    pub async fn create(&self, service: NewService) -> Result<Service> {
        self.calls
            .send(json_call(CREATE, Method::POST, PATH, &service)?.secret_answer())
            .await
    }

    /// Makes a service whose image is to come: `POST /api/compute/services/deploy`.
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub async fn reserve(&self, service: NewService) -> Result<Service> {
        let request = json_call(RESERVE, Method::POST, "/api/compute/services/deploy", &service)?;
        self.calls.send(request.secret_answer()).await
    }

    /// Changes a service: `PATCH /api/compute/services/{id}`.
    ///
    /// # Errors
    /// As [`create`](Self::create) and [`get`](Self::get).
    pub async fn update(&self, id: &str, change: ServiceChange) -> Result<Service> {
        let request = json_call(UPDATE, Method::PATCH, place(UPDATE, PATH, id)?, &change)?;
        self.calls.send(request.secret_answer()).await
    }

    /// Removes a service: `DELETE /api/compute/services/{id}`.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn delete(&self, id: &str) -> Result<()> {
        self.calls
            .delete::<Value>(DELETE, place(DELETE, PATH, id)?)
            .await
            .map(drop)
    }

    /// Stops a service: `POST /api/compute/services/{id}/stop`.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn stop(&self, id: &str) -> Result<Service> {
        self.act("admin.compute.stop", id, "/stop").await
    }

    /// Starts a service: `POST /api/compute/services/{id}/start`.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn start(&self, id: &str) -> Result<Service> {
        self.act("admin.compute.start", id, "/start").await
    }

    /// Makes a token to deploy a service with, for the provider's own tool:
    /// `POST /api/compute/services/{id}/deploy-token`.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn deploy_token(&self, id: &str) -> Result<DeployToken> {
        let target = place(TOKEN, PATH, id)?.literal("/deploy-token");
        let request = json_call(TOKEN, Method::POST, target, &Map::new())?;
        self.calls.send(request.secret_answer()).await
    }

    async fn act(&self, operation: &'static str, id: &str, what: &'static str) -> Result<Service> {
        let target = place(operation, PATH, id)?.literal(what);
        self.calls
            .write(operation, Method::POST, target, &Map::new())
            .await
    }
}
