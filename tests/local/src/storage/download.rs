use std::io::SeekFrom;
use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;

use super::key::Place;
use super::objects::{self, Object};
use super::range::Part;
use super::{StorageMode, blobs, media_type};
use crate::app::App;
use crate::reply::{Answer, Failure};

/// `GET /api/storage/buckets/{bucket}/objects/{key…}`
pub(crate) async fn get(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap) -> Answer {
    let place = Place::of(&uri, "/objects/", "")?;
    let object = objects::visible(&app, &headers, &place.bucket, &place.key).await?;
    let storage = &app.storage;
    if storage.mode == StorageMode::Presigned {
        let url = super::strategy::signed_url(storage, &object, 3600).url;
        return Ok((StatusCode::FOUND, [(header::LOCATION, url)]).into_response());
    }
    let path = storage.blobs.path(&place.bucket, &place.key);
    let ranges = storage.mode == StorageMode::Proxy;
    let etag = object.etag.as_deref().unwrap_or_default();
    let etag = if ranges {
        format!("\"{etag}\"")
    } else {
        // The web framework's own: weak, so no part of the object can be asked for by it.
        format!("W/\"{:x}-{etag}\"", object.size)
    };
    let wanted = ranges.then_some(&headers);
    let mut response = file(&path, &object, &etag, wanted)
        .await?
        .ok_or_else(objects::not_found)?;
    response
        .headers_mut()
        .insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    Ok(response)
}

/// An object's bytes, or as many of them as a `Range` asks for; `None` when there is no such file.
pub(crate) async fn file(
    path: &Path,
    object: &Object,
    etag: &str,
    wanted: Option<&HeaderMap>,
) -> Result<Option<Response>, Failure> {
    let Ok(mut file) = File::open(path).await else {
        return Ok(None);
    };
    let size = file
        .metadata()
        .await
        .map_err(|error| blobs::failed(&error))?
        .len();
    let part = Part::of(
        wanted.and_then(|headers| headers.get(header::RANGE)?.to_str().ok()),
        size,
    );
    let (status, first, length) = match part {
        Part::Whole => (StatusCode::OK, 0, size),
        Part::Bytes(first, last) => (StatusCode::PARTIAL_CONTENT, first, last + 1 - first),
        Part::Outside => {
            let range = format!("bytes */{size}");
            let head = [(header::CONTENT_RANGE, range)];
            return Ok(Some((StatusCode::RANGE_NOT_SATISFIABLE, head).into_response()));
        }
    };
    file.seek(SeekFrom::Start(first))
        .await
        .map_err(|error| blobs::failed(&error))?;
    let stream = ReaderStream::with_capacity(file.take(length), 64 * 1024);
    let kind = object.mime_type.as_deref().unwrap_or(media_type::BYTES);
    let mut response = Response::new(Body::from_stream(stream));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, kind);
    set(header::CONTENT_LENGTH, &length.to_string());
    set(header::ETAG, etag);
    if wanted.is_some() {
        set(header::ACCEPT_RANGES, "bytes");
    }
    if status == StatusCode::PARTIAL_CONTENT {
        set(
            header::CONTENT_RANGE,
            &format!("bytes {first}-{}/{size}", first + length - 1),
        );
    }
    Ok(Some(response))
}
