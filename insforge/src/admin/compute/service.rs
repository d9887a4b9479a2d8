//! A service as it is.

use serde::Deserialize;

use crate::open_enum::open_enum;

open_enum! {
    /// Who runs a service.
    pub enum ComputeProvider {
        /// Fly.io.
        Fly = "fly",
        /// A Docker host.
        Docker = "docker",
    }

    /// How a service stands.
    pub enum ServiceStatus {
        /// It is being made.
        Creating = "creating",
        /// Its image is being deployed.
        Deploying = "deploying",
        /// It runs.
        Running = "running",
        /// It does not run.
        Stopped = "stopped",
        /// It failed.
        Failed = "failed",
        /// It is being removed.
        Destroying = "destroying",
    }

    /// How a service is reached.
    pub enum Ingress {
        /// Not from outside.
        None = "none",
        /// By a port.
        Port = "port",
        /// By a name.
        Host = "host",
    }

    /// What a service speaks.
    pub enum ServiceProtocol {
        /// HTTP.
        Http = "http",
        /// Anything over TCP.
        Tcp = "tcp",
    }
}

/// A service.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Service {
    /// Its id, a UUID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its image.
    #[serde(default)]
    pub image_url: String,
    /// The port it listens on.
    #[serde(default)]
    pub port: u16,
    /// The kind of its processors, such as `shared-1x`.
    #[serde(default)]
    pub cpu: String,
    /// The number of its processors.
    #[serde(default)]
    pub cpus: f64,
    /// Its memory in mebibytes.
    #[serde(default)]
    pub memory: u64,
    /// Where it runs.
    #[serde(default)]
    pub region: String,
    /// What it speaks.
    pub protocol: ServiceProtocol,
    /// How it is reached.
    pub ingress: Ingress,
    /// Whether it stops while nobody uses it.
    #[serde(default)]
    pub scale_to_zero: bool,
    /// Who runs it.
    pub provider: ComputeProvider,
    /// Its application at the provider's.
    #[serde(default)]
    pub provider_app_id: Option<String>,
    /// Its machine at the provider's.
    #[serde(default)]
    pub provider_instance_id: Option<String>,
    /// How it stands.
    pub status: ServiceStatus,
    /// Where it is reached.
    #[serde(default)]
    pub endpoint_url: Option<String>,
    /// When it was made, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// When it was last changed, ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
}
