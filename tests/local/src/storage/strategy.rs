use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde_json::{Value, json};

use super::key::{self, Place, check_key, invalid};
use super::objects::{self, Object};
use super::post_policy::PostPolicy;
use super::upload::NewRow;
use super::{Storage, StorageMode, media_type};
use crate::app::App;
use crate::body;
use crate::clock;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, json_text, ok};

const HOUR: u64 = 3600;
const WEEK: u64 = 7 * 24 * HOUR;

/// The bucket of the S3 service that everything of the project is in.
pub(crate) const S3_BUCKET: &str = "insforge-local";

/// `POST /api/storage/buckets/{bucket}/upload-strategy`
pub(crate) async fn upload(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Answer {
    let body = body::object(&headers, &body)?;
    let caller = Caller::any(&app, &headers)?;
    let key = match body.get("filename") {
        None => return Err(invalid("filename: Required")),
        Some(Value::String(key)) if key.is_empty() => {
            return Err(invalid("filename: Filename cannot be empty"));
        }
        Some(Value::String(key)) => key,
        Some(_) => return Err(invalid("filename: Expected string")),
    };
    let size = body.get("size").and_then(Value::as_u64);
    let media_type = media_type::safe(
        body.get("contentType")
            .and_then(Value::as_str)
            .unwrap_or_default(),
    );
    let bucket = key::bucket(&uri)?;
    let storage = &app.storage;
    if !exists(storage, &bucket).await? {
        return Err(Failure::new(
            StatusCode::NOT_FOUND,
            "STORAGE_NOT_FOUND",
            format!("Bucket \"{bucket}\" does not exist"),
        ));
    }
    check_key(key)?;
    if !caller.is_admin() {
        // The policies are asked with a row that is undone at once.
        let row = NewRow {
            bucket: &bucket,
            key,
            size: size.and_then(|size| i32::try_from(size).ok()).unwrap_or(0),
            media_type: Some(&media_type),
            etag: None,
        };
        row.write(&storage.db.scope(&caller).await?, &caller).await?;
    }
    let path = key::path(&bucket, key);
    if storage.mode != StorageMode::Presigned {
        return Ok(ok(&json!({
            "method": "direct",
            "uploadUrl": format!("{}{path}", storage.api()),
            "key": key,
            "confirmRequired": false,
        })));
    }
    let limit = storage.limit().await?;
    let policy = PostPolicy {
        key: format!("{bucket}/{key}"),
        content_type: media_type,
        max: size
            .filter(|size| *size > 0)
            .map_or(limit, |size| size.min(limit)),
        expires: storage.signer.now() + HOUR,
    };
    // By hand, since the fields have an order and a map here has none.
    let fields = policy
        .fields(&storage.signer)
        .iter()
        .map(|(name, value)| format!("{}:{}", json!(name), json!(value)))
        .collect::<Vec<_>>()
        .join(",");
    let text = format!(
        "{{\"method\":\"presigned\",\"uploadUrl\":{},\"fields\":{{{fields}}},\"key\":{},\"confirmRequired\":true,\
         \"confirmUrl\":{},\"expiresAt\":{}}}",
        json!(format!("{}/{S3_BUCKET}", storage.s3())),
        json!(key),
        json!(format!("{path}/confirm-upload")),
        json!(clock::iso(policy.expires, 0)),
    );
    Ok(json_text(StatusCode::OK, text))
}

async fn exists(storage: &Storage, bucket: &str) -> Result<bool, Failure> {
    let scope = storage.db.root().await?;
    let found = scope
        .client
        .query_opt("select 1 from storage.buckets where name = $1", &[&bucket])
        .await;
    found
        .map(|row| row.is_some())
        .map_err(|error| crate::rawsql::errors::failure(&error))
}

/// `POST /api/storage/buckets/{bucket}/objects/{key}/confirm-upload` and the old `…/download-strategy`.
pub(crate) async fn on_key(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Answer {
    let path = uri.path();
    let one_segment = path
        .split_once("/objects/")
        .is_some_and(|(_, rest)| rest.matches('/').count() == 1);
    if path.ends_with("/confirm-upload") && one_segment {
        return confirm(&app, &uri, &headers, &body).await;
    }
    if path.ends_with("/download-strategy") {
        let place = Place::of(&uri, "/objects/", "/download-strategy")?;
        let body = body::object(&headers, &body)?;
        return hand_out(&app, &headers, &place, body.get("expiresIn")).await;
    }
    Err(crate::server::not_found(uri).await)
}

async fn confirm(app: &App, uri: &Uri, headers: &HeaderMap, body: &Bytes) -> Answer {
    let body = body::object(headers, body)?;
    let caller = Caller::any(app, headers)?;
    if !body.get("size").is_some_and(Value::is_number) {
        return Err(invalid("size: Required"));
    }
    let place = Place::of(uri, "/objects/", "/confirm-upload")?;
    let storage = &app.storage;
    let path = storage.blobs.path(&place.bucket, &place.key);
    let Some((length, etag)) = super::blobs::measure(&path).await? else {
        return Err(Failure::new(
            StatusCode::NOT_FOUND,
            "STORAGE_NOT_FOUND",
            format!(
                "Upload not found for key \"{}\" in bucket \"{}\"",
                place.key, place.bucket
            ),
        ));
    };
    let limit = storage.limit().await?;
    if length > limit {
        return Err(Failure::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "STORAGE_INVALID_PARAMETER",
            format!(
                "File size exceeds the configured maximum upload size of {} MB",
                limit.div_ceil(1024 * 1024)
            ),
        ));
    }
    let media_type = body
        .get("contentType")
        .and_then(Value::as_str)
        .map(media_type::safe);
    let row = NewRow {
        bucket: &place.bucket,
        key: &place.key,
        size: i32::try_from(length).map_err(|_| Failure::internal("value out of range for type integer"))?,
        media_type: media_type.as_deref(),
        etag: Some(&etag),
    };
    let scope = storage.db.scope(&caller).await?;
    row.write(&scope, &caller).await?;
    scope.commit().await?;
    let scope = storage.db.root().await?;
    let object = objects::find(&scope, &place.bucket, &place.key)
        .await?
        .ok_or_else(objects::not_found)?;
    Ok(ok(&object.shown(storage)))
}

/// `GET /api/storage/buckets/{bucket}/download-strategy/objects/{key…}`
pub(crate) async fn download(
    State(app): State<Arc<App>>,
    uri: Uri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    let place = Place::of(&uri, "/download-strategy/objects/", "")?;
    let asked = url::form_urlencoded::parse(query.as_deref().unwrap_or_default().as_bytes())
        .find(|(name, value)| name == "expiresIn" && !value.is_empty())
        .map(|(_, value)| Value::from(value.into_owned()));
    hand_out(&app, &headers, &place, asked.as_ref()).await
}

async fn hand_out(app: &App, headers: &HeaderMap, place: &Place, asked: Option<&Value>) -> Answer {
    let object = objects::visible(app, headers, &place.bucket, &place.key).await?;
    let asked = match asked {
        None | Some(Value::Null) => None,
        Some(value) => Some(
            value
                .as_f64()
                .or_else(|| value.as_str()?.parse::<f64>().ok())
                .filter(|seconds| seconds.is_finite())
                .ok_or_else(|| invalid("expiresIn must be a finite number of seconds"))?,
        ),
    };
    let storage = &app.storage;
    let no_store: [(HeaderName, HeaderValue); 1] =
        [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    let answer = |body: Value| -> Response { (no_store.clone(), ok(&body)).into_response() };
    if storage.mode != StorageMode::Presigned {
        return Ok(answer(json!({ "method": "direct", "url": object.url(storage) })));
    }
    let lasts = if objects::is_public(storage, &place.bucket).await? {
        WEEK
    } else {
        // Whole seconds of a number that is finite.
        asked.map_or(HOUR, |seconds| seconds.clamp(1.0, WEEK as f64) as u64)
    };
    let signed = signed_url(storage, &object, lasts);
    Ok(answer(json!({
        "method": "presigned",
        "url": signed.url,
        "expiresAt": clock::iso(signed.expires, 0),
    })))
}

/// An address that lets anybody download until it expires.
pub(crate) struct Signed {
    pub(crate) url: String,
    pub(crate) expires: u64,
}

pub(crate) fn signed_url(storage: &Storage, object: &Object, lasts: u64) -> Signed {
    let now = storage.signer.now();
    let path = format!(
        "/{S3_BUCKET}/{}/{}",
        object.bucket,
        object
            .key
            .split('/')
            .map(key::component)
            .collect::<Vec<_>>()
            .join("/")
    );
    let signature = storage.signer.sign(&format!("GET {path} {now} {lasts}"));
    Signed {
        url: format!(
            "{}{path}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date={now}&X-Amz-Expires={lasts}&X-Amz-Signature={signature}",
            storage.s3()
        ),
        expires: now + lasts,
    }
}
