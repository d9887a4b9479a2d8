//! Everything at once.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{AuthMetadata, DatabaseMetadata, FunctionMetadata, RealtimeMetadata, StorageMetadata};
use crate::auth::Secret;
use crate::null_is_default::null_is_default;

/// Everything that the project is made of.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct ProjectMetadata {
    /// How users sign in.
    #[serde(default)]
    pub auth: Option<AuthMetadata>,
    /// The tables in `public`.
    #[serde(default, deserialize_with = "null_is_default")]
    pub database: DatabaseMetadata,
    /// The buckets.
    #[serde(default, deserialize_with = "null_is_default")]
    pub storage: StorageMetadata,
    /// The functions.
    #[serde(default, deserialize_with = "null_is_default")]
    pub functions: Vec<FunctionMetadata>,
    /// The channels.
    #[serde(default)]
    pub realtime: Option<RealtimeMetadata>,
    /// Where sites are deployed; `None` on a server of one's own.
    #[serde(default)]
    pub deployments: Option<DeploymentMetadata>,
    /// Where containers run; `None` where no provider is set up.
    #[serde(default)]
    pub compute: Option<ComputeMetadata>,
    /// The server's version. It may say `1.0.0` whatever it is; [`Client::health`](crate::client::Client::health) knows
    /// better.
    #[serde(default)]
    pub version: Option<String>,
    /// Parts that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Where sites are deployed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeploymentMetadata {
    /// The name in the site's address, where one was chosen.
    #[serde(default)]
    pub custom_slug: Option<String>,
}

/// Where containers run.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ComputeMetadata {
    /// The provider of services that name none.
    #[serde(default)]
    pub default_provider: Option<String>,
    /// What each provider can do.
    #[serde(default, deserialize_with = "null_is_default")]
    pub providers: BTreeMap<String, Value>,
}

/// Where the database is. Debug shows neither the URL nor the password.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DatabaseConnection {
    /// The whole address; the server writes asterisks where the password belongs.
    #[serde(rename = "connectionURL")]
    pub connection_url: Secret,
    /// The same in parts.
    pub parameters: ConnectionParameters,
}

/// Where the database is, in parts.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct ConnectionParameters {
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The database.
    #[serde(default)]
    pub database: String,
    /// The name to log in with.
    #[serde(default)]
    pub user: String,
    /// The password, or asterisks.
    pub password: Secret,
    /// How TLS is used.
    #[serde(default)]
    pub sslmode: String,
}
