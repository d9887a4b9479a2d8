//! The project's limit for uploads, for administrators.

use ::http::Method;
use serde::{Deserialize, Serialize};

use super::Storage;
use super::object::time;
use super::strategy::json;
use crate::client::Admin;
use crate::error::Result;
use crate::http::{Request, Target};
use crate::schema::Timestamp;

const PATH: &str = "/api/storage/config";

/// The settings of a project's storage.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StorageConfig {
    /// The largest upload through the API, in mebibytes. Larger files go through the S3 gateway.
    pub max_file_size_mb: u32,
    /// When the settings were made.
    #[serde(deserialize_with = "time")]
    pub created_at: Timestamp,
    /// When they were last changed.
    #[serde(deserialize_with = "time")]
    pub updated_at: Timestamp,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    max_file_size_mb: u32,
}

impl Storage<Admin> {
    /// The settings: `GET /api/storage/config`.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn config(&self) -> Result<StorageConfig> {
        const OPERATION: &str = "storage.config";
        let request = Request::new(OPERATION, Method::GET, Target::new(PATH).finish());
        self.caller.send(request).await?.decode(OPERATION)
    }

    /// Sets the largest upload through the API, in mebibytes, 1 to 200: `PUT /api/storage/config`.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for another number.
    pub async fn set_max_file_size_mb(&self, mebibytes: u32) -> Result<StorageConfig> {
        const OPERATION: &str = "storage.set_max_file_size_mb";
        let body = json(&Change {
            max_file_size_mb: mebibytes,
        })
        .map_err(|error| error.with_operation(OPERATION))?;
        let request = Request::new(OPERATION, Method::PUT, Target::new(PATH).finish())
            .json_body(body)
            .idempotent(true);
        self.caller.send(request).await?.decode(OPERATION)
    }
}
