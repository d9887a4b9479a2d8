//! The S3 gateway and the keys to it, for administrators.

use std::fmt;

use ::http::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize};

use super::Storage;
use super::object::{optional_time, time};
use super::strategy::json;
use crate::client::Admin;
use crate::error::{Error, Result};
use crate::http::{Request, Target};
use crate::schema::Timestamp;

const PATH: &str = "/api/storage/s3/access-keys";

/// How to reach a project by the S3 protocol.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct S3Gateway {
    /// The address, a path where the server does not know its own. Buckets are the first part of the path
    /// ("path style"); [`Client::url`](crate::Client::url) with `/storage/v1/s3` is always right.
    pub endpoint: String,
    /// The region that signatures must name.
    pub region: String,
    /// Whether there is a gateway at all: not on servers that keep files on their own disk.
    pub available: bool,
}

/// A key to the S3 gateway, without its secret.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct S3AccessKey {
    /// What [`delete_s3_access_key`](Storage::delete_s3_access_key) names it by.
    pub id: String,
    /// The public half, `INSF…`.
    pub access_key_id: String,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// When it was made.
    #[serde(deserialize_with = "time")]
    pub created_at: Timestamp,
    /// When it was last used.
    #[serde(default, deserialize_with = "optional_time")]
    pub last_used_at: Option<Timestamp>,
}

/// A new key to the S3 gateway. It stands above row-level security, so it belongs on servers only. `Debug` does not show
/// the secret.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct NewS3AccessKey {
    /// The key.
    #[serde(flatten)]
    pub key: S3AccessKey,
    #[serde(rename = "secretAccessKey", deserialize_with = "secret")]
    secret: SecretString,
}

impl NewS3AccessKey {
    /// The secret half. The server never shows it again.
    #[must_use]
    pub fn secret_access_key(&self) -> &str {
        self.secret.expose_secret()
    }
}

impl fmt::Debug for NewS3AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewS3AccessKey")
            .field("key", &self.key)
            .field("secret", &"<redacted>")
            .finish()
    }
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<SecretString, D::Error> {
    String::deserialize(deserializer).map(SecretString::from)
}

#[derive(Serialize)]
struct NewKey<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
}

impl Storage<Admin> {
    /// How to reach the project by the S3 protocol: `GET /api/storage/s3/config`.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn s3_gateway(&self) -> Result<S3Gateway> {
        const OPERATION: &str = "storage.s3_gateway";
        let request = Request::new(
            OPERATION,
            Method::GET,
            Target::new("/api/storage/s3/config").finish(),
        );
        self.caller.send(request).await?.decode(OPERATION)
    }

    /// The keys to the S3 gateway: `GET /api/storage/s3/access-keys`.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn list_s3_access_keys(&self) -> Result<Vec<S3AccessKey>> {
        const OPERATION: &str = "storage.list_s3_access_keys";
        let request = Request::new(OPERATION, Method::GET, Target::new(PATH).finish());
        self.caller.send(request).await?.decode(OPERATION)
    }

    /// Makes a key to the S3 gateway: `POST /api/storage/s3/access-keys`. A project has 50 at most; the description at
    /// most 200 characters.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) with the code `S3_ACCESS_KEY_LIMIT_EXCEEDED` when there are too many.
    pub async fn create_s3_access_key(&self, description: Option<&str>) -> Result<NewS3AccessKey> {
        const OPERATION: &str = "storage.create_s3_access_key";
        let body = json(&NewKey { description }).map_err(|error| error.with_operation(OPERATION))?;
        let request = Request::new(OPERATION, Method::POST, Target::new(PATH).finish())
            .json_body(body)
            .secret_answer();
        self.caller.send(request).await?.decode(OPERATION)
    }

    /// Takes a key back: `DELETE /api/storage/s3/access-keys/{id}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) without such a key.
    pub async fn delete_s3_access_key(&self, id: &str) -> Result<()> {
        const OPERATION: &str = "storage.delete_s3_access_key";
        let target = Target::new(PATH)
            .segment(id)
            .map_err(|error: Error| error.with_operation(OPERATION))?;
        let request = Request::new(OPERATION, Method::DELETE, target.finish());
        self.caller.send(request).await.map(drop)
    }
}
