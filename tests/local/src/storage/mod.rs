//! The storage surface: buckets and objects, with the blobs on disk and their rows in the database, where row level
//! security decides.

pub(crate) mod access_keys;
pub(crate) mod admin;
pub(crate) mod blobs;
pub(crate) mod download;
pub(crate) mod key;
pub(crate) mod media_type;
pub(crate) mod names;
pub(crate) mod objects;
pub(crate) mod post_policy;
pub(crate) mod range;
pub(crate) mod removal;
pub(crate) mod s3;
pub(crate) mod scope;
pub(crate) mod signing;
pub(crate) mod strategy;
pub(crate) mod upload;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::routing::{delete, get, post};

use crate::app::App;
use crate::error::Error;
use blobs::Blobs;
use names::Names;
use s3::multipart::Uploads;
use scope::StorageDb;
use signing::Signer;

/// Where a project keeps its objects, which decides how they travel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum StorageMode {
    /// On the server's own disk, as self-hosted projects have it: everything goes through the API, `Range` is
    /// ignored, and a "signed" URL needs a credential.
    #[default]
    Disk,
    /// In S3, with the API in between: as [`Disk`](Self::Disk), but `Range` is honoured and answers carry an `ETag`.
    /// The S3 gateway is there.
    Proxy,
    /// In S3, with signed URLs: uploads and downloads go to another address, which takes no credential. The S3
    /// gateway is there.
    Presigned,
}

impl std::str::FromStr for StorageMode {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "disk" => Ok(Self::Disk),
            "proxy" => Ok(Self::Proxy),
            "presigned" => Ok(Self::Presigned),
            _ => Err("the modes are disk, proxy and presigned".to_owned()),
        }
    }
}

/// What the storage routes share.
pub(crate) struct Storage {
    pub(crate) mode: StorageMode,
    pub(crate) blobs: Blobs,
    pub(crate) names: Names,
    pub(crate) db: StorageDb,
    pub(crate) signer: Signer,
    pub(crate) uploads: Uploads,
    /// A limit in place of the configured one, in bytes.
    limit: Option<u64>,
    addresses: OnceLock<Addresses>,
}

/// Where answers say that things are.
#[derive(Debug, Clone)]
pub(crate) struct Addresses {
    /// The API, as its own configuration names it.
    pub(crate) api: String,
    /// The S3 service.
    pub(crate) s3: String,
    /// The address that the settings name; empty where they name none.
    pub(crate) configured: String,
}

impl Storage {
    pub(crate) async fn open(
        mode: StorageMode,
        limit: Option<u64>,
        folder: &Path,
        database_url: &str,
    ) -> Result<Self, Error> {
        Ok(Self {
            mode,
            blobs: Blobs::open(&folder.join("objects"))?,
            names: Names::default(),
            db: StorageDb::connect(database_url).await?,
            signer: Signer::default(),
            uploads: Uploads::default(),
            limit,
            addresses: OnceLock::new(),
        })
    }

    /// Says where the server listens; before that no request arrives.
    pub(crate) fn opened(&self, addresses: Addresses) {
        // Nobody sets it twice.
        let _ = self.addresses.set(addresses);
    }

    pub(crate) fn api(&self) -> &str {
        self.addresses
            .get()
            .map_or("", |addresses| addresses.api.as_str())
    }

    /// Where the gateway is: a path only, where the settings name no address.
    pub(crate) fn gateway(&self) -> String {
        let base = self
            .addresses
            .get()
            .map_or("", |addresses| addresses.configured.as_str());
        format!("{base}/storage/v1/s3")
    }

    pub(crate) fn s3(&self) -> &str {
        self.addresses.get().map_or("", |addresses| addresses.s3.as_str())
    }
}

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/api/storage/buckets", get(admin::list).post(admin::create))
        .route(
            "/api/storage/buckets/{bucket}",
            axum::routing::patch(admin::update).delete(admin::delete),
        )
        .route("/api/storage/config", get(admin::config).put(admin::set_config))
        .route("/api/storage/s3/config", get(access_keys::gateway))
        .route(
            "/api/storage/s3/access-keys",
            get(access_keys::list).post(access_keys::create),
        )
        .route("/api/storage/s3/access-keys/{id}", delete(access_keys::delete))
        .route(
            "/api/storage/buckets/{bucket}/objects",
            get(objects::list).post(upload::auto_key).delete(removal::many),
        )
        .route(
            "/api/storage/buckets/{bucket}/objects/{*key}",
            get(download::get)
                .put(upload::put)
                .post(strategy::on_key)
                .delete(removal::one),
        )
        .route(
            "/api/storage/buckets/{bucket}/upload-strategy",
            post(strategy::upload),
        )
        .route(
            "/api/storage/buckets/{bucket}/download-strategy/objects/{*key}",
            get(strategy::download),
        )
        .merge(s3::router())
}
