//! The S3 gateway through the crate `object_store`, for what the API does not do: uploads in parts, files of many
//! gigabytes, copies, conditional writes.

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::client::{ClientOptions, HttpClient, HttpConnector};

use super::{NewS3AccessKey, Storage};
use crate::client::Admin;
use crate::error::{Error, Result};

const OPERATION: &str = "storage.object_store";

/// Hands `object_store` the client's own connections, with their TLS and their limits.
#[derive(Debug)]
struct OwnConnections(reqwest::Client);

impl HttpConnector for OwnConnections {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.0.clone()))
    }
}

impl Storage<Admin> {
    /// A bucket behind the S3 gateway, as a store of the crate [`object_store`]: with the feature `object-store`.
    ///
    /// The key stands above row-level security. Make one with
    /// [`create_s3_access_key`](Self::create_s3_access_key) and keep it, since a project has 50 at most. One
    /// [`put`](object_store::ObjectStoreExt::put) takes 5 GB; larger files go in parts. For keys with other characters than
    /// ASCII letters use `Path::parse`, since `Path::from` escapes them. The rows of
    /// objects count sizes in 32 bits, so that InsForge fails to list objects of 2 GiB and more.
    ///
    /// ```no_run
    /// use object_store::{ObjectStoreExt, WriteMultipart};
    ///
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> Result<(), Box<dyn std::error::Error>> {
    /// let storage = admin.storage();
    /// let key = storage.create_s3_access_key(Some("importer")).await?;
    /// let store = storage.object_store("backups", &key).await?;
    /// let upload = store.put_multipart(&"2026/dump.tar".into()).await?;
    /// let mut parts = WriteMultipart::new(upload);
    /// parts.write(&[0; 1024]);
    /// parts.finish().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Unsupported`](crate::ErrorKind::Unsupported) where the project keeps its files on the server's own disk and
    /// has no gateway.
    pub async fn object_store(&self, bucket: &str, key: &NewS3AccessKey) -> Result<AmazonS3> {
        let gateway = self
            .s3_gateway()
            .await
            .map_err(|error| error.with_operation(OPERATION))?;
        if !gateway.available {
            return Err(Error::unsupported(
                "this project keeps its files on the server's own disk, and the S3 gateway needs S3 behind it",
            )
            .with_operation(OPERATION));
        }
        let base = self.caller.base();
        AmazonS3Builder::new()
            // The server's own idea of its address may be wrong or a path only.
            .with_endpoint(format!("{}/storage/v1/s3", base.as_str()))
            .with_allow_http(!base.is_https())
            .with_virtual_hosted_style_request(false)
            .with_region(gateway.region)
            .with_bucket_name(bucket)
            .with_access_key_id(&key.key.access_key_id)
            .with_secret_access_key(key.secret_access_key())
            .with_http_connector(OwnConnections(self.caller.connections()))
            .build()
            .map_err(|error| {
                Error::config("the S3 client cannot be set up")
                    .with_source(error)
                    .with_operation(OPERATION)
            })
    }
}
