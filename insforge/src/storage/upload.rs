//! Uploads.

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use ::http::Method;
use ::http::header::ETAG;
use futures_core::future::BoxFuture;
use futures_util::FutureExt;
use serde::Serialize;
use url::Url;

use super::body::Ready;
use super::place::BucketName;
use super::progress::{Meter, Progress, ProgressStream};
use super::reading::{Fault, watched};
use super::strategy::{self, Strategy, json};
use super::{ObjectKey, StoredObject, UploadBody, media_type};
use crate::error::{Error, Result};
use crate::http::{Caller, Form, Limits, Request, Streamed};

pub(super) const OPERATION: &str = "storage.upload";

/// An upload that is about to start: [`Bucket::upload`](super::Bucket::upload). Awaiting it does it.
#[must_use = "an upload does nothing until it is awaited"]
pub struct Upload {
    caller: Caller,
    bucket: BucketName,
    key: Result<ObjectKey>,
    body: UploadBody,
    content_type: Option<String>,
    limit: Duration,
    meter: Meter,
}

impl Upload {
    pub(super) fn new(caller: Caller, bucket: BucketName, key: Result<ObjectKey>, body: UploadBody) -> Self {
        Self {
            caller,
            bucket,
            key,
            body,
            content_type: None,
            limit: Duration::MAX,
            meter: Meter::default(),
        }
    }

    /// The content type. Without it, it is guessed from the extension of the key, then from that of the file.
    ///
    /// The server keeps HTML, SVG, XML and scripts as `application/octet-stream`, and may look into the content.
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// How long the upload may take in all. There is no limit unless it is set, since a file may have any size; a
    /// connection that takes no more bytes ends after the client's `header_timeout`.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Calls the function each time the transfer has come further, and at its end. It should return quickly.
    pub fn on_progress(mut self, callback: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.meter.call(callback);
        self
    }

    /// The upload, and how far it is as a stream, to be read elsewhere.
    ///
    /// ```no_run
    /// use futures_util::StreamExt;
    /// use insforge::storage::UploadBody;
    ///
    /// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
    /// let bucket = client.storage().from("videos");
    /// let (upload, mut progress) = bucket.upload("a.mp4", UploadBody::file("a.mp4")).with_progress();
    /// let (uploaded, ()) = tokio::join!(upload, async {
    ///     while let Some(step) = progress.next().await {
    ///         println!("{:.0} %", step.fraction().unwrap_or(0.0) * 100.0);
    ///     }
    /// });
    /// uploaded?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_progress(self) -> (Self, ProgressStream) {
        let stream = self.meter.stream();
        (self, stream)
    }

    async fn run(self) -> Result<StoredObject> {
        let guard = self.meter.guard();
        let key = self.key?;
        key.check_for_upload()?;
        self.bucket.target()?;
        if let Some(content_type) = &self.content_type {
            media_type::check(content_type)?;
        }
        let Ready { body, file_name } = self.body.ready().await?;
        let content_type = self
            .content_type
            .unwrap_or_else(|| guess(&key, file_name.as_deref()));
        let size = body.length();
        self.meter.start(Some(size));
        let fault = Fault::default();
        let transfer = Transfer {
            caller: self.caller,
            bucket: self.bucket,
            body: watched(body, &self.meter, &fault),
            key,
            content_type,
            size,
            limits: Limits {
                total: Some(self.limit),
                ..Limits::default()
            },
        };
        let stored = transfer.run().await.map_err(|error| fault.explain(error))?;
        self.meter.finish(size);
        drop(guard);
        Ok(stored)
    }
}

impl IntoFuture for Upload {
    type Output = Result<StoredObject>;
    type IntoFuture = BoxFuture<'static, Result<StoredObject>>;

    fn into_future(self) -> Self::IntoFuture {
        self.run()
            .map(|done| done.map_err(|error| error.with_operation(OPERATION)))
            .boxed()
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("bucket", &self.bucket.as_str())
            .field("key", &self.key)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

fn guess(key: &ObjectKey, file_name: Option<&str>) -> String {
    let by_key = media_type::guess(key.file_name());
    match file_name {
        Some(name) if by_key == "application/octet-stream" => media_type::guess(name),
        _ => by_key,
    }
}

/// The form must name a file, and the key is what counts: nothing that the form's own quoting could trip over.
fn plain_file_name(key: &ObjectKey) -> String {
    let plain: String = key
        .file_name()
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
                c
            } else {
                '-'
            }
        })
        .take(100)
        .collect();
    if plain.is_empty() {
        "file".to_owned()
    } else {
        plain
    }
}

/// An upload whose parts are all known.
struct Transfer {
    caller: Caller,
    bucket: BucketName,
    key: ObjectKey,
    body: Streamed,
    content_type: String,
    size: u64,
    limits: Limits,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Confirmation<'a> {
    size: u64,
    content_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    etag: Option<&'a str>,
}

impl Transfer {
    async fn run(self) -> Result<StoredObject> {
        let (bucket, key) = (&self.bucket, &self.key);
        let asked = strategy::ask(
            &self.caller,
            OPERATION,
            bucket,
            key,
            &self.content_type,
            self.size,
        );
        match asked.await? {
            Strategy::Direct => self.direct().await,
            Strategy::Presigned { url, fields } => self.presigned(url, fields).await,
        }
    }

    /// `PUT /api/storage/buckets/{bucket}/objects/{key}`. It creates or replaces, so a second attempt does no harm.
    ///
    /// An expired token comes back as a 500 here, unlike on the route for the strategy, which is asked first.
    async fn direct(self) -> Result<StoredObject> {
        let target = self.bucket.object(&self.key)?.finish();
        let form = self.form(Vec::new(), self.content_type.clone());
        let request = Request::new(OPERATION, Method::PUT, target)
            .form_body(form)
            .limits(self.limits)
            .idempotent(true)
            .expired_token_is_500();
        self.caller.send(request).await?.decode(OPERATION)
    }

    /// A form to the other server, then `POST …/confirm-upload`.
    async fn presigned(self, url: Url, fields: Vec<(String, String)>) -> Result<StoredObject> {
        // The signature covers the type, which the server may have changed.
        let signed = fields
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
            .map(|(_, value)| value.clone());
        let content_type = signed.unwrap_or_else(|| self.content_type.clone());
        let form = self.form(fields, content_type.clone());
        let request = Request::foreign(OPERATION, Method::POST, url)
            .form_body(form)
            .limits(self.limits)
            .idempotent(true);
        let taken = self.caller.send(request).await?;
        let etag = taken
            .headers
            .get(ETAG)
            .and_then(|value| value.to_str().ok())
            .map(|etag| etag.trim_matches('"'));

        let confirmation = Confirmation {
            size: self.size,
            content_type: &content_type,
            etag,
        };
        let target = self.bucket.object(&self.key)?.literal("/confirm-upload").finish();
        let request = Request::new(OPERATION, Method::POST, target)
            .json_body(json(&confirmation)?)
            .idempotent(true);
        let confirmed = self.caller.send(request).await;
        let stored = confirmed.and_then(|answer| answer.decode(OPERATION));
        stored.map_err(|error: Error| {
            error.with_advice("the content has arrived and only its confirmation failed; upload it again")
        })
    }

    fn form(&self, fields: Vec<(String, String)>, content_type: String) -> Form {
        Form {
            fields,
            file_name: plain_file_name(&self.key),
            content_type,
            file: self.body.clone(),
        }
    }
}
