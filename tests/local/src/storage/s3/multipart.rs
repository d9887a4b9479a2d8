use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::error::S3Error;
use super::gateway::{Call, answer, keep, receive};
use super::listing::elements;
use crate::app::App;
use crate::storage::upload::empty;

/// Uploads by parts that are neither complete nor given up.
#[derive(Debug, Default)]
pub(crate) struct Uploads {
    open: Mutex<HashMap<String, Upload>>,
}

#[derive(Debug, Clone)]
struct Upload {
    bucket: String,
    key: String,
    media_type: String,
    /// The file of each part and its hash.
    parts: BTreeMap<u32, (PathBuf, String)>,
}

impl Uploads {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Upload>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn count(&self) -> usize {
        self.lock().len()
    }
}

fn no_such_upload() -> S3Error {
    S3Error::new(
        StatusCode::NOT_FOUND,
        "NoSuchUpload",
        "The specified multipart upload does not exist.",
    )
}

fn id(call: &Call) -> &str {
    call.field("uploadId").unwrap_or_default()
}

pub(crate) fn create(app: &App, call: &Call) -> Result<Response, S3Error> {
    let id = format!("{:032x}", rand::random::<u128>());
    let upload = Upload {
        bucket: call.bucket.clone(),
        key: call.key.clone(),
        media_type: call.media_type(),
        parts: BTreeMap::new(),
    };
    app.storage.uploads.lock().insert(id.clone(), upload);
    Ok(answer(format!(
        "<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>"
    )))
}

pub(crate) async fn part(app: &App, call: &Call, body: Body) -> Result<Response, S3Error> {
    let number: u32 = call
        .field("partNumber")
        .and_then(|number| number.parse().ok())
        .filter(|number| (1..=10_000).contains(number))
        .ok_or_else(|| S3Error::invalid("Part number must be an integer between 1 and 10000, inclusive"))?;
    let draft = receive(app, body).await?;
    let name = format!("part of {} {number} {:x}", id(call), rand::random::<u64>());
    let path = app.storage.blobs.path("", &name);
    let etag = draft.keep(&path).await?;
    let known = match app.storage.uploads.lock().get_mut(id(call)) {
        Some(upload) => {
            upload.parts.insert(number, (path.clone(), etag.clone()));
            true
        }
        None => false,
    };
    if !known {
        let _ = tokio::fs::remove_file(&path).await;
        return Err(no_such_upload());
    }
    Ok((StatusCode::OK, [(header::ETAG, format!("\"{etag}\""))]).into_response())
}

pub(crate) async fn complete(app: &App, call: &Call, body: &str) -> Result<Response, S3Error> {
    let upload = app.storage.uploads.lock().get(id(call)).cloned();
    let upload = upload
        .filter(|upload| (&upload.bucket, &upload.key) == (&call.bucket, &call.key))
        .ok_or_else(no_such_upload)?;
    let mut draft = app.storage.blobs.draft().await?;
    for number in elements(body, "PartNumber") {
        let part = number
            .parse()
            .ok()
            .and_then(|number: u32| upload.parts.get(&number));
        let (path, _) = part.ok_or_else(|| {
            S3Error::new(
                StatusCode::BAD_REQUEST,
                "InvalidPart",
                "One or more of the specified parts could not be found.",
            )
        })?;
        draft.append(path).await?;
    }
    let etag = keep(app, call, &upload.media_type, draft).await?;
    forget(app, id(call)).await;
    Ok(answer(format!(
        "<CompleteMultipartUploadResult><Bucket>{}</Bucket><ETag>&quot;{etag}&quot;</ETag></CompleteMultipartUploadResult>",
        call.bucket
    )))
}

pub(crate) async fn abort(app: &App, call: &Call) -> Result<Response, S3Error> {
    if !forget(app, id(call)).await {
        return Err(no_such_upload());
    }
    Ok(empty(StatusCode::NO_CONTENT))
}

/// Ends an upload and takes its parts away.
async fn forget(app: &App, id: &str) -> bool {
    let upload = app.storage.uploads.lock().remove(id);
    let known = upload.is_some();
    for (path, _) in upload.into_iter().flat_map(|upload| upload.parts.into_values()) {
        let _ = tokio::fs::remove_file(path).await;
    }
    known
}
