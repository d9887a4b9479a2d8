//! One bucket, and what can be done with its objects.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use futures_util::StreamExt;

use super::download_many::DownloadMany;
use super::place::BucketName;
use super::upload_many::{CONCURRENCY, UploadMany};
use super::{
    Download, ListObjects, ObjectKey, RemovalReport, SignedUrl, StoredObject, Upload, UploadBody, auto_key,
    emptying, removal, signed_url,
};
use crate::error::{Error, Result};
use crate::http::Caller;

/// The objects of one bucket: [`Storage::from`](super::Storage::from). Cheap to clone.
#[derive(Clone)]
pub struct Bucket {
    caller: Caller,
    name: BucketName,
}

impl Bucket {
    pub(super) fn new(caller: Caller, name: String) -> Self {
        let name = BucketName::new(name);
        Self { caller, name }
    }

    /// The bucket's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// Uploads an object, in place of the one with this key if there is one; the first owner stays.
    ///
    /// The server is asked how (`POST …/upload-strategy`), and the content goes to the API or, with a signed form, to
    /// S3, where it is confirmed afterwards.
    ///
    /// ```no_run
    /// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
    /// let notes = client.storage().from("notes");
    /// let stored = notes.upload("today.md", "# Done\n").content_type("text/markdown").await?;
    /// println!("{} bytes as {:?}", stored.size, stored.mime_type);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When awaited: [`TooLarge`](crate::ErrorKind::TooLarge) with the limit, [`Forbidden`](crate::ErrorKind::Forbidden)
    /// where no policy allows it or nobody is signed in, [`NotFound`](crate::ErrorKind::NotFound) without such a bucket,
    /// [`Request`](crate::ErrorKind::Request) for a key that none can have or a body that cannot be read to its end, and
    /// [`Interrupted`](crate::ErrorKind::Interrupted) when the connection breaks and the body cannot be sent again.
    pub fn upload<K>(&self, key: K, body: impl Into<UploadBody>) -> Upload
    where
        K: TryInto<ObjectKey>,
        K::Error: Into<Error>,
    {
        let key = key.try_into().map_err(Into::into);
        Upload::new(self.caller.clone(), self.name.clone(), key, body.into())
    }

    /// Uploads under a key that no other object has: what is readable of the file name, the time, a few random
    /// characters and the extension. The key is in the [`StoredObject`].
    ///
    /// An empty `file_name` takes the name of the body's file.
    ///
    /// # Errors
    /// As [`upload`](Self::upload).
    pub fn upload_auto(&self, file_name: &str, body: impl Into<UploadBody>) -> Upload {
        let body = body.into();
        let own = body.file_name();
        let name = if file_name.is_empty() {
            own.as_deref().unwrap_or_default()
        } else {
            file_name
        };
        Upload::new(self.caller.clone(), self.name.clone(), auto_key::make(name), body)
    }

    /// Uploads several objects, a few at a time, with a result for each in the order given. One that fails stops none
    /// of the others.
    ///
    /// ```no_run
    /// use insforge::storage::UploadBody;
    ///
    /// # async fn demo(client: insforge::Client) {
    /// let files = ["a.txt", "b.txt"].map(|name| (name, UploadBody::file(name)));
    /// for uploaded in client.storage().from("notes").upload_many(files).concurrency(8).await {
    ///     match uploaded {
    ///         Ok(object) => println!("{}", object.key),
    ///         Err(error) => eprintln!("{error}"),
    ///     }
    /// }
    /// # }
    /// ```
    pub fn upload_many<K, B>(&self, files: impl IntoIterator<Item = (K, B)>) -> UploadMany
    where
        K: TryInto<ObjectKey>,
        K::Error: Into<Error>,
        B: Into<UploadBody>,
    {
        UploadMany::new(
            files
                .into_iter()
                .map(|(key, body)| self.upload(key, body))
                .collect(),
        )
    }

    /// Downloads an object: `GET /api/storage/buckets/{bucket}/objects/{key}`, and where that leads to. Awaiting it gives
    /// the bytes; [`Download::stream`] and [`Download::to_file`] hold only a piece of it in memory.
    ///
    /// # Errors
    /// When awaited: [`NotFound`](crate::ErrorKind::NotFound) without such an object or where row-level security hides
    /// it, [`Forbidden`](crate::ErrorKind::Forbidden) for callers who are not signed in, unless the bucket is public, and
    /// [`Interrupted`](crate::ErrorKind::Interrupted) when the connection broke more often than the client's retry policy
    /// allows, or the object was replaced meanwhile.
    pub fn download<K>(&self, key: K) -> Download
    where
        K: TryInto<ObjectKey>,
        K::Error: Into<Error>,
    {
        Download::of_object(
            self.caller.clone(),
            self.name.clone(),
            key.try_into().map_err(Into::into),
        )
    }

    /// Downloads several objects into files, a few at a time, with the length of each in the order given. One that fails
    /// stops none of the others.
    pub fn download_many<K>(&self, files: impl IntoIterator<Item = (K, impl Into<PathBuf>)>) -> DownloadMany
    where
        K: TryInto<ObjectKey>,
        K::Error: Into<Error>,
    {
        let files = files
            .into_iter()
            .map(|(key, path)| (self.download(key), path.into()));
        DownloadMany::new(files.collect())
    }

    /// Lists objects by key: `GET /api/storage/buckets/{bucket}/objects`.
    ///
    /// ```no_run
    /// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
    /// let page = client.storage().from("notes").list().prefix("2026/").limit(20).await?;
    /// println!("{} of {}", page.objects.len(), page.total);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When awaited: [`Forbidden`](crate::ErrorKind::Forbidden) for callers who are not signed in, also where the bucket is
    /// public, and [`Server`](crate::ErrorKind::Server) when an object was stored without a content type, which the server
    /// cannot list. A bucket that is not there has no objects, and that is no error.
    pub fn list(&self) -> ListObjects {
        ListObjects::new(self.caller.clone(), self.name.clone())
    }

    /// What the list says of one object; `None` without such an object, or where row-level security hides it.
    ///
    /// The server has no route for one object, so this is a list with the key as its prefix.
    ///
    /// # Errors
    /// As [`list`](Self::list), and [`Request`](crate::ErrorKind::Request) for a key that none can have.
    pub async fn info<K>(&self, key: K) -> Result<Option<StoredObject>>
    where
        K: TryInto<ObjectKey>,
        K::Error: Into<Error>,
    {
        const OPERATION: &str = "storage.info";
        let key = self.key(key, OPERATION)?;
        // Of all keys that begin with this one, it is the first itself.
        let page = self.list().prefix(key.as_str()).limit(1).await;
        let page = page.map_err(|error| error.with_operation(OPERATION))?;
        Ok(page.objects.into_iter().find(|object| object.key == key.as_str()))
    }

    /// Whether the caller could download an object with this key. Other than [`info`](Self::info), it works for callers
    /// who may download and not list, as from a public bucket.
    ///
    /// It asks for the way to download (`GET …/download-strategy/objects/{key}`), which transfers nothing.
    ///
    /// # Errors
    /// [`Forbidden`](crate::ErrorKind::Forbidden) for callers who are not signed in, unless the bucket is public.
    pub async fn exists<K>(&self, key: K) -> Result<bool>
    where
        K: TryInto<ObjectKey>,
        K::Error: Into<Error>,
    {
        let key = self.key(key, "storage.exists")?;
        signed_url::exists(&self.caller, &self.name, &key)
            .await
            .map_err(|error| error.with_operation("storage.exists"))
    }

    /// Removes an object: `DELETE /api/storage/buckets/{bucket}/objects/{key}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) without such an object, or where row-level security hides it.
    pub async fn remove<K>(&self, key: K) -> Result<()>
    where
        K: TryInto<ObjectKey>,
        K::Error: Into<Error>,
    {
        let key = self.key(key, removal::OPERATION)?;
        removal::one(&self.caller, &self.name, &key)
            .await
            .map_err(|error| error.with_operation(removal::OPERATION))
    }

    /// Removes any number of objects and says what became of each: `DELETE /api/storage/buckets/{bucket}/objects`, for
    /// each thousand keys.
    ///
    /// ```no_run
    /// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
    /// let report = client.storage().from("notes").remove_many(["a.txt", "b.txt"]).await?;
    /// println!("{} removed", report.deleted().count());
    /// for removal in report.failed() {
    ///     eprintln!("{}: {:?}", removal.key, removal.message);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for a key that none can have; then nothing is removed. An error of the first
    /// thousand. Errors of later ones are in the report, since earlier objects are gone by then.
    pub async fn remove_many<K>(&self, keys: impl IntoIterator<Item = K>) -> Result<RemovalReport>
    where
        K: TryInto<ObjectKey>,
        K::Error: Into<Error>,
    {
        const OPERATION: &str = "storage.remove_many";
        let keys = keys
            .into_iter()
            .map(|key| self.key(key, OPERATION))
            .collect::<Result<Vec<_>>>()?;
        removal::many(&self.caller, &self.name, keys)
            .await
            .map_err(|error| error.with_operation(OPERATION))
    }

    /// Removes every object that the caller may see and remove, and says what became of each. The bucket stays.
    ///
    /// The server has no route for it, so this lists and removes, a thousand objects at a time; what others upload
    /// meanwhile may stay.
    ///
    /// # Errors
    /// As [`list`](Self::list) and [`remove_many`](Self::remove_many); some objects may be gone by then.
    pub async fn empty(&self) -> Result<RemovalReport> {
        emptying::empty(self)
            .await
            .map_err(|error| error.with_operation("storage.empty"))
    }

    /// The address of an object in a public bucket, built from the client's own. Nothing is sent, and nothing is checked
    /// but the names.
    ///
    /// ```
    /// let client = insforge::Client::new("https://my-app.insforge.app", "anon_0123")?;
    /// let url = client.storage().from("avatars").get_public_url("ada lovelace.png")?;
    /// assert_eq!(url, "https://my-app.insforge.app/api/storage/buckets/avatars/objects/ada%20lovelace.png");
    /// # Ok::<(), insforge::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for a key or a bucket that cannot be.
    pub fn get_public_url<K>(&self, key: K) -> Result<String>
    where
        K: TryInto<ObjectKey>,
        K::Error: Into<Error>,
    {
        const OPERATION: &str = "storage.get_public_url";
        let key = self.key(key, OPERATION)?;
        signed_url::public(&self.caller, &self.name, &key).map_err(|error| error.with_operation(OPERATION))
    }

    /// A link that lets anybody download an object for a while, from one second to seven days:
    /// `GET …/download-strategy/objects/{key}?expiresIn=`.
    ///
    /// On servers that keep files on their own disk there is no such thing, and the link is a plain address:
    /// [`SignedUrl::presigned`] says so. Links into public buckets always last seven days.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) without such an object, [`Request`](crate::ErrorKind::Request) for a
    /// time out of these bounds.
    pub async fn create_signed_url<K>(&self, key: K, lasts: Duration) -> Result<SignedUrl>
    where
        K: TryInto<ObjectKey>,
        K::Error: Into<Error>,
    {
        let key = self.key(key, signed_url::OPERATION)?;
        self.sign(&key, lasts).await
    }

    /// Links to several objects, with a result for each in the order given. See
    /// [`create_signed_url`](Self::create_signed_url).
    pub async fn create_signed_urls<K>(
        &self,
        keys: impl IntoIterator<Item = K>,
        lasts: Duration,
    ) -> Vec<Result<SignedUrl>>
    where
        K: TryInto<ObjectKey>,
        K::Error: Into<Error>,
    {
        let keys: Vec<_> = keys
            .into_iter()
            .map(|key| self.key(key, signed_url::OPERATION))
            .collect();
        futures_util::stream::iter(keys)
            .map(|key| async move { self.sign(&key?, lasts).await })
            .buffered(2 * CONCURRENCY)
            .collect()
            .await
    }

    async fn sign(&self, key: &ObjectKey, lasts: Duration) -> Result<SignedUrl> {
        signed_url::create(&self.caller, &self.name, key, lasts)
            .await
            .map_err(|error| error.with_operation(signed_url::OPERATION))
    }

    fn key<K>(&self, key: K, operation: &'static str) -> Result<ObjectKey>
    where
        K: TryInto<ObjectKey>,
        K::Error: Into<Error>,
    {
        key.try_into()
            .map_err(|error| error.into().with_operation(operation))
    }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bucket")
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}
