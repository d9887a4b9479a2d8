use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use percent_encoding::percent_decode_str;

use super::error::{S3Error, xml};
use super::{listing, multipart, presigned, signature};
use crate::app::App;
use crate::rawsql::errors::failure;
use crate::storage::blobs::Draft;
use crate::storage::{StorageMode, media_type, objects, upload};

/// A checked request of the gateway.
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) bucket: String,
    pub(crate) key: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) access_key: String,
}

impl Call {
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn media_type(&self) -> String {
        let declared = self
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        media_type::safe(declared.unwrap_or_default())
    }
}

/// `ANY /storage/v1/s3`: lists the buckets.
pub(crate) async fn service(State(app): State<Arc<App>>, request: Request) -> Response {
    let answer = async {
        let (call, _) = check(&app, request, "").await?;
        match call.method {
            Method::GET => listing::buckets(&app).await,
            _ => Err(not_implemented()),
        }
    };
    answer.await.unwrap_or_else(IntoResponse::into_response)
}

/// `ANY /storage/v1/s3/{bucket}` and `…/{bucket}/{key…}`
pub(crate) async fn object(State(app): State<Arc<App>>, request: Request) -> Response {
    let path = request
        .uri()
        .path()
        .strip_prefix("/storage/v1/s3/")
        .unwrap_or_default()
        .to_owned();
    match check(&app, request, &path).await {
        Ok((call, body)) => carry_out(&app, call, body)
            .await
            .unwrap_or_else(IntoResponse::into_response),
        Err(refusal) => refusal.into_response(),
    }
}

fn not_implemented() -> S3Error {
    S3Error::new(
        StatusCode::NOT_IMPLEMENTED,
        "NotImplemented",
        "A header or operation you provided implies functionality that is not implemented.",
    )
}

async fn check(app: &App, request: Request, path: &str) -> Result<(Call, Body), S3Error> {
    if app.storage.mode == StorageMode::Disk {
        return Err(S3Error::new(
            StatusCode::NOT_IMPLEMENTED,
            "NotImplemented",
            "S3 protocol requires an S3-backed storage provider.",
        ));
    }
    let (parts, body) = request.into_parts();
    let checked = signature::check(app, &parts.method, &parts.uri, &parts.headers).await;
    let access_key = match checked {
        Ok(access_key) => access_key,
        Err(refusal) => {
            upload::drain(Request::from_parts(parts, body)).await;
            return Err(refusal);
        }
    };
    let path = percent_decode_str(path).decode_utf8_lossy().into_owned();
    let (bucket, key) = path.split_once('/').unwrap_or((&path, ""));
    let query = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
    let call = Call {
        bucket: bucket.to_owned(),
        key: key.to_owned(),
        query: query.into_owned().collect(),
        method: parts.method,
        headers: parts.headers,
        access_key,
    };
    Ok((call, body))
}

async fn carry_out(app: &App, call: Call, body: Body) -> Result<Response, S3Error> {
    let has = |name| call.field(name).is_some();
    match (&call.method, call.key.is_empty()) {
        (&Method::GET, true) => listing::objects(app, &call).await,
        (&Method::POST, true) if has("delete") => {
            let text = text(body).await?;
            listing::delete(app, &call, &text).await
        }
        (&Method::POST, false) if has("uploads") => multipart::create(app, &call),
        (&Method::POST, false) if has("uploadId") => {
            let text = text(body).await?;
            multipart::complete(app, &call, &text).await
        }
        (&Method::PUT, false) if has("uploadId") => multipart::part(app, &call, body).await,
        (&Method::DELETE, false) if has("uploadId") => multipart::abort(app, &call).await,
        (&Method::PUT, false) => {
            let draft = receive(app, body).await?;
            let etag = keep(app, &call, &call.media_type(), draft).await?;
            Ok((StatusCode::OK, [(header::ETAG, format!("\"{etag}\""))]).into_response())
        }
        (&Method::GET | &Method::HEAD, false) => {
            let scope = app.storage.db.root().await?;
            let object = objects::find(&scope, &call.bucket, &call.key).await?;
            drop(scope);
            presigned::send(app, &object.ok_or_else(S3Error::no_such_key)?, &call.headers).await
        }
        (&Method::DELETE, false) => {
            listing::remove(app, &call.bucket, &call.key).await?;
            Ok(upload::empty(StatusCode::NO_CONTENT))
        }
        _ => Err(not_implemented()),
    }
}

/// A body on its way to the disk.
pub(crate) async fn receive(app: &App, body: Body) -> Result<Draft, S3Error> {
    let mut draft = app.storage.blobs.draft().await?;
    let mut pieces = body.into_data_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| {
            S3Error::new(
                StatusCode::BAD_REQUEST,
                "IncompleteBody",
                "You did not provide the number of bytes specified by the Content-Length HTTP header",
            )
        })?;
        draft.write(&piece).await?;
    }
    Ok(draft)
}

/// Makes a draft an object. Keys of the gateway stand above the policies, and such objects have no owner.
pub(crate) async fn keep(app: &App, call: &Call, media_type: &str, draft: Draft) -> Result<String, S3Error> {
    let size = i32::try_from(draft.size).map_err(|_| {
        S3Error::new(
            StatusCode::BAD_REQUEST,
            "EntityTooLarge",
            "objects end at 2 GiB here",
        )
    })?;
    let etag = draft
        .keep(&app.storage.blobs.path(&call.bucket, &call.key))
        .await?;
    let scope = app.storage.db.root().await?;
    scope
        .client
        .execute(
            "insert into storage.objects (bucket, key, size, mime_type, etag, uploaded_via, s3_access_key_id) \
             values ($1, $2, $3, $4, $5, 's3', $6) on conflict (bucket, key) do update set size = excluded.size, \
             mime_type = excluded.mime_type, etag = excluded.etag, uploaded_via = 's3', uploaded_at = now(), \
             s3_access_key_id = excluded.s3_access_key_id",
            &[
                &call.bucket,
                &call.key,
                &size,
                &media_type,
                &etag,
                &call.access_key,
            ],
        )
        .await
        .map_err(|error| match error.code().map(tokio_postgres::error::SqlState::code) {
            Some("23503") => S3Error::new(
                StatusCode::NOT_FOUND,
                "NoSuchBucket",
                "The specified bucket does not exist",
            ),
            _ => failure(&error).into(),
        })?;
    scope.commit().await?;
    Ok(etag)
}

async fn text(body: Body) -> Result<String, S3Error> {
    let bytes = axum::body::to_bytes(body, 8 * 1024 * 1024)
        .await
        .map_err(|_| S3Error::invalid("the body is too long"))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// An answer in XML.
pub(crate) fn answer(text: String) -> Response {
    xml(
        StatusCode::OK,
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}"),
    )
}
