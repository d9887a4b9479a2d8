//! Making, changing and removing buckets, for administrators.

use ::http::Method;
use serde::{Deserialize, Serialize};

use super::Storage;
use super::object::time;
use super::place::BucketName;
use super::strategy::json;
use crate::client::Admin;
use crate::error::Result;
use crate::http::{Request, Target};
use crate::schema::Timestamp;

const PATH: &str = "/api/storage/buckets";

/// A bucket.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BucketInfo {
    /// The name.
    pub name: String,
    /// Whether anybody may download its objects.
    pub public: bool,
    /// When it was made.
    #[serde(deserialize_with = "time")]
    pub created_at: Timestamp,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewBucket<'a> {
    bucket_name: &'a str,
    is_public: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Visibility {
    is_public: bool,
}

impl Storage<Admin> {
    /// All buckets of the project: `GET /api/storage/buckets`.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn list_buckets(&self) -> Result<Vec<BucketInfo>> {
        const OPERATION: &str = "storage.list_buckets";
        let request = Request::new(OPERATION, Method::GET, Target::new(PATH).finish());
        self.caller.send(request).await?.decode(OPERATION)
    }

    /// Makes a bucket: `POST /api/storage/buckets`. Anybody may download from a public one; who may do what else is for
    /// the policies of `storage.objects` to say, in both.
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// admin.storage().create_bucket("reports", false).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Conflict`](crate::ErrorKind::Conflict) where there is one of this name, [`Request`](crate::ErrorKind::Request)
    /// for a name that has anything but letters, digits, `-` and `_`.
    pub async fn create_bucket(&self, name: &str, public: bool) -> Result<()> {
        const OPERATION: &str = "storage.create_bucket";
        let send = async {
            BucketName::new(name.to_owned()).target()?;
            let body = NewBucket {
                bucket_name: name,
                is_public: public,
            };
            let request =
                Request::new(OPERATION, Method::POST, Target::new(PATH).finish()).json_body(json(&body)?);
            self.caller.send(request).await.map(drop)
        };
        send.await.map_err(|error| error.with_operation(OPERATION))
    }

    /// Makes a bucket public or private: `PATCH /api/storage/buckets/{bucket}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) without such a bucket.
    pub async fn update_bucket(&self, name: &str, public: bool) -> Result<()> {
        const OPERATION: &str = "storage.update_bucket";
        let send = async {
            let target = BucketName::new(name.to_owned()).target()?.finish();
            let request = Request::new(OPERATION, Method::PATCH, target)
                .json_body(json(&Visibility { is_public: public })?)
                .idempotent(true);
            self.caller.send(request).await.map(drop)
        };
        send.await.map_err(|error| error.with_operation(OPERATION))
    }

    /// Removes a bucket **with all objects in it**: `DELETE /api/storage/buckets/{bucket}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) without such a bucket.
    pub async fn delete_bucket(&self, name: &str) -> Result<()> {
        const OPERATION: &str = "storage.delete_bucket";
        let send = async {
            let target = BucketName::new(name.to_owned()).target()?.finish();
            let request = Request::new(OPERATION, Method::DELETE, target);
            self.caller.send(request).await.map(drop)
        };
        send.await.map_err(|error| error.with_operation(OPERATION))
    }
}
