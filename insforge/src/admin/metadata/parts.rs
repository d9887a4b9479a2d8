//! The parts of the project that have routes of their own.

use serde::Deserialize;

use crate::admin::auth::SmtpConfig;
use crate::admin::realtime::{ChannelDefinition, Permissions};
use crate::auth::PublicAuthConfig;
use crate::functions::FunctionStatus;
use crate::null_is_default::null_is_default;

/// How users sign in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AuthMetadata {
    /// What anybody may know of it.
    #[serde(flatten)]
    pub public: PublicAuthConfig,
    /// The server that mails go through.
    #[serde(default)]
    pub smtp_config: Option<SmtpConfig>,
    /// Where browsers may be redirected to. **An empty list allows every URL.**
    #[serde(default, deserialize_with = "null_is_default")]
    pub allowed_redirect_urls: Vec<String>,
}

/// The tables, and the size of the database.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DatabaseMetadata {
    /// The tables in `public`.
    #[serde(default, deserialize_with = "null_is_default")]
    pub tables: Vec<TableCount>,
    /// The size of the whole database, in gibibytes.
    #[serde(default, rename = "totalSizeInGB", deserialize_with = "null_is_default")]
    pub total_size_gb: f64,
    /// What the server says about it.
    #[serde(default)]
    pub hint: Option<String>,
}

/// A table and its number of rows.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TableCount {
    /// The table's name.
    pub table_name: String,
    /// How many rows it has, or had a moment ago.
    #[serde(default, deserialize_with = "null_is_default")]
    pub record_count: u64,
}

/// The buckets, and the size of their objects.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StorageMetadata {
    /// The buckets.
    #[serde(default, deserialize_with = "null_is_default")]
    pub buckets: Vec<BucketMetadata>,
    /// The size of all objects, in gibibytes.
    #[serde(default, rename = "totalSizeInGB", deserialize_with = "null_is_default")]
    pub total_size_gb: f64,
}

/// A bucket and its number of objects.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BucketMetadata {
    /// Its name.
    pub name: String,
    /// Whether anybody may download its objects.
    #[serde(default)]
    pub public: bool,
    /// When it was made, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// How many objects it has.
    #[serde(default)]
    pub object_count: Option<u64>,
}

/// A function.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct FunctionMetadata {
    /// What it is called by.
    pub slug: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// Whether it answers calls.
    pub status: FunctionStatus,
}

/// The channels, and who may use them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct RealtimeMetadata {
    /// The definitions of channels.
    #[serde(default, deserialize_with = "null_is_default")]
    pub channels: Vec<ChannelDefinition>,
    /// Who may use them.
    #[serde(default)]
    pub permissions: Option<Permissions>,
}
