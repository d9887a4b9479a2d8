//! Links to an object that last for a while.

use std::fmt;
use std::time::Duration;

use ::http::Method;
use serde::Deserialize;

use super::ObjectKey;
use super::object::optional_time;
use super::place::BucketName;
use crate::error::{Error, Result};
use crate::http::{Caller, Request, Target};
use crate::schema::Timestamp;

pub(super) const OPERATION: &str = "storage.create_signed_url";

/// The longest time that S3 signs for.
const LONGEST: Duration = Duration::from_secs(7 * 24 * 3600);

/// A link to an object.
///
/// Whether it is more than a plain address depends on where the project keeps its files: see
/// [`presigned`](Self::presigned). `Debug` leaves out the signature.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct SignedUrl {
    /// The address.
    pub url: String,
    /// When it stops working; `None` where it is not signed, or the server does not say.
    pub expires_at: Option<Timestamp>,
    /// Whether the address carries its own permission, so that anybody who has it may download until it expires.
    ///
    /// `false` on servers that keep files on their own disk or send them through the API: then the object of a private
    /// bucket still needs the token of a user or a key, as [`Bucket::download`](super::Bucket::download) sends it, and the
    /// time asked for has no effect.
    pub presigned: bool,
}

impl SignedUrl {
    /// Whether the address works only together with a credential, unless the bucket is public.
    #[must_use]
    pub fn needs_credential(&self) -> bool {
        !self.presigned
    }
}

impl fmt::Debug for SignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedUrl")
            .field("url", &self.url.split('?').next().unwrap_or_default())
            .field("expires_at", &self.expires_at)
            .field("presigned", &self.presigned)
            .finish()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    method: String,
    url: String,
    #[serde(default, deserialize_with = "optional_time")]
    expires_at: Option<Timestamp>,
}

/// `GET /api/storage/buckets/{bucket}/download-strategy/objects/{key}`
fn request(
    operation: &'static str,
    bucket: &BucketName,
    key: &ObjectKey,
    lasts: Option<Duration>,
) -> Result<Request> {
    let mut target: Target = bucket
        .target()?
        .literal("/download-strategy/objects")
        .encoded(key.as_str());
    if let Some(lasts) = lasts {
        target.pair("expiresIn", &lasts.as_secs().to_string());
    }
    Ok(Request::new(operation, Method::GET, target.finish()).secret_answer())
}

pub(super) async fn create(
    caller: &Caller,
    bucket: &BucketName,
    key: &ObjectKey,
    lasts: Duration,
) -> Result<SignedUrl> {
    if lasts < Duration::from_secs(1) || lasts > LONGEST {
        return Err(Error::request(format!(
            "a link can last from one second to seven days, and not {lasts:?}"
        )));
    }
    let answer = caller.send(request(OPERATION, bucket, key, Some(lasts))?).await?;
    let answer: Answer = answer.decode(OPERATION)?;
    let presigned = answer.method != "direct";
    let url = if presigned {
        answer.url
    } else {
        // From the client's own address: a server that does not know its own names another one. The version stays.
        let version = answer
            .url
            .split_once('?')
            .map_or(String::new(), |(_, query)| format!("?{query}"));
        format!("{}{version}", public(caller, bucket, key)?)
    };
    Ok(SignedUrl {
        url,
        expires_at: answer.expires_at,
        presigned,
    })
}

/// Whether there is such an object: the cheapest question that callers without a right to list may ask as well.
pub(super) async fn exists(caller: &Caller, bucket: &BucketName, key: &ObjectKey) -> Result<bool> {
    match caller.send(request("storage.exists", bucket, key, None)?).await {
        Ok(_) => Ok(true),
        Err(error) if error.code() == Some("STORAGE_NOT_FOUND") => Ok(false),
        Err(error) => Err(error),
    }
}

/// `{base}/api/storage/buckets/{bucket}/objects/{key}`
pub(super) fn public(caller: &Caller, bucket: &BucketName, key: &ObjectKey) -> Result<String> {
    Ok(format!(
        "{}{}",
        caller.base().as_str(),
        bucket.object(key)?.finish()
    ))
}
