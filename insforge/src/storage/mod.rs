//! Files: buckets of objects, uploaded and downloaded as streams.
//!
//! ```no_run
//! use std::time::Duration;
//! use futures_util::TryStreamExt;
//! use insforge::storage::UploadBody;
//!
//! # async fn demo(client: insforge::Client) -> insforge::Result<()> {
//! let photos = client.storage().from("photos");
//!
//! photos.upload("2026/cat.jpg", UploadBody::file("cat.jpg")).await?;
//! photos.download("2026/cat.jpg").to_file("copy.jpg").await?;
//!
//! let mut all = std::pin::pin!(photos.list().prefix("2026/").stream());
//! while let Some(object) = all.try_next().await? {
//!     println!("{} has {} bytes", object.key, object.size);
//! }
//!
//! let link = photos.create_signed_url("2026/cat.jpg", Duration::from_secs(600)).await?;
//! println!("{} (anybody may open it: {})", link.url, link.presigned);
//! # Ok(())
//! # }
//! ```
//!
//! Where a project keeps its files decides how they travel, and this module hides it. On a server's own disk
//! everything goes through the API; in S3, uploads and downloads go to signed addresses, which never see a token.
//! Whichever it is, a file is never in memory as a whole, dropping the future ends the transfer, and a body that can
//! be read again is sent again after a broken connection.
//!
//! Row-level security on `storage.objects` decides who may do what. On a fresh project it is off, so that every
//! signed-in user may read, replace and delete everything, and callers who are not signed in nothing but download from
//! public buckets.
//!
//! Source: InsForge's `/api/storage` routes.

mod access_keys;
mod auto_key;
mod body;
mod bucket;
mod buckets;
mod config;
mod download;
mod download_many;
mod emptying;
mod key;
mod list;
mod media_type;
mod object;
#[cfg(feature = "object-store")]
mod object_store;
mod partial_file;
mod place;
mod progress;
mod reading;
mod removal;
mod signed_url;
mod strategy;
mod upload;
mod upload_many;

#[cfg(all(test, any(feature = "rustls", not(feature = "rustls-no-provider"))))]
mod tests;

use std::fmt;
use std::marker::PhantomData;

pub use self::access_keys::{NewS3AccessKey, S3AccessKey, S3Gateway};
pub use self::body::UploadBody;
pub use self::bucket::Bucket;
pub use self::buckets::BucketInfo;
pub use self::config::StorageConfig;
pub use self::download::{Download, DownloadStream};
pub use self::download_many::DownloadMany;
pub use self::key::ObjectKey;
pub use self::list::{ListObjects, ObjectPage};
pub use self::object::StoredObject;
pub use self::progress::{Progress, ProgressStream};
pub use self::removal::{Removal, RemovalReport, RemovalStatus};
pub use self::signed_url::SignedUrl;
pub use self::upload::Upload;
pub use self::upload_many::UploadMany;
use crate::client::{Anon, Role};
use crate::http::Caller;

/// The files of a project, as a client's caller sees them: [`Client::storage`](crate::Client::storage).
///
/// [`from`](Self::from) chooses a bucket. A client of the project's administrator also makes and removes buckets and
/// changes the project's settings; those methods do not exist on the others.
#[derive(Clone)]
pub struct Storage<R: Role = Anon> {
    caller: Caller,
    role: PhantomData<R>,
}

impl<R: Role> Storage<R> {
    pub(crate) fn new(caller: Caller) -> Self {
        Self {
            caller,
            role: PhantomData,
        }
    }

    /// A bucket by its name. Nothing is sent; a name that no bucket can have is an error of each call.
    ///
    /// ```
    /// # fn demo(client: insforge::Client) {
    /// let avatars = client.storage().from("avatars");
    /// # let _ = avatars;
    /// # }
    /// ```
    #[must_use]
    pub fn from(&self, bucket: impl Into<String>) -> Bucket {
        Bucket::new(self.caller.clone(), bucket.into())
    }

    /// Downloads from a signed URL that was made earlier or elsewhere. Neither the client's token nor its headers are
    /// sent.
    ///
    /// ```no_run
    /// # async fn demo(client: insforge::Client, link: &str) -> insforge::Result<()> {
    /// match client.storage().download_url(link).await {
    ///     Ok(bytes) => println!("{} bytes", bytes.len()),
    ///     Err(error) if error.is_url_expired() => println!("ask for a new link"),
    ///     Err(error) => return Err(error),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When awaited, [`UrlExpired`](crate::ErrorKind::UrlExpired) for a link that is too old, and those of
    /// [`Bucket::download`].
    pub fn download_url(&self, url: &str) -> Download {
        Download::of_url(self.caller.clone(), url)
    }
}

impl<R: Role> fmt::Debug for Storage<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Storage")
            .field("role", &R::NAME)
            .finish_non_exhaustive()
    }
}
