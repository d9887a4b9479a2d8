use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, Uri};
use serde_json::{Value, json};
use tokio_postgres::Row;

use super::{Storage, key};
use crate::app::App;
use crate::credentials::Caller;
use crate::rawsql::errors::failure;
use crate::reply::{Answer, Failure, ok};
use crate::storage::scope::Scope;

/// A row of `storage.objects`.
#[derive(Debug, Clone)]
pub(crate) struct Object {
    pub(crate) bucket: String,
    pub(crate) key: String,
    pub(crate) size: i32,
    pub(crate) mime_type: Option<String>,
    /// As JavaScript writes it.
    pub(crate) uploaded_at: String,
    uploaded_by: Option<String>,
    uploaded_via: String,
    s3_access_key_id: Option<String>,
    pub(crate) etag: Option<String>,
}

pub(crate) const COLUMNS: &str = "bucket, key, size, mime_type, \
    to_char(uploaded_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'), \
    uploaded_by, uploaded_via, s3_access_key_id, etag";

impl Object {
    pub(crate) fn read(row: &Row) -> Result<Self, Failure> {
        let read = || -> Result<Self, tokio_postgres::Error> {
            Ok(Self {
                bucket: row.try_get(0)?,
                key: row.try_get(1)?,
                size: row.try_get(2)?,
                mime_type: row.try_get(3)?,
                uploaded_at: row.try_get(4)?,
                uploaded_by: row.try_get(5)?,
                uploaded_via: row.try_get(6)?,
                s3_access_key_id: row.try_get(7)?,
                etag: row.try_get(8)?,
            })
        };
        read().map_err(|error| failure(&error))
    }

    /// The address with the version at its end, so that caches see a new one after each upload.
    pub(crate) fn url(&self, storage: &Storage) -> String {
        let version = self.etag.as_deref().unwrap_or(&self.uploaded_at);
        format!(
            "{}{}?v={}",
            storage.api(),
            key::path(&self.bucket, &self.key),
            key::component(version)
        )
    }

    /// What uploads answer.
    pub(crate) fn shown(&self, storage: &Storage) -> Value {
        json!({
            "bucket": self.bucket,
            "key": self.key,
            "size": self.size,
            "mimeType": self.mime_type,
            "uploadedAt": self.uploaded_at,
            "url": self.url(storage),
        })
    }

    /// What lists answer: the same, and the row's own columns.
    fn listed(&self, storage: &Storage) -> Value {
        let mut shown = self.shown(storage);
        if let Some(map) = shown.as_object_mut() {
            map.insert("mime_type".to_owned(), json!(self.mime_type));
            map.insert("uploaded_at".to_owned(), json!(self.uploaded_at));
            map.insert("uploaded_by".to_owned(), json!(self.uploaded_by));
            map.insert("uploaded_via".to_owned(), json!(self.uploaded_via));
            map.insert("s3_access_key_id".to_owned(), json!(self.s3_access_key_id));
            map.insert("etag".to_owned(), json!(self.etag));
        }
        shown
    }
}

/// The row of an object, if the transaction may see it.
pub(crate) async fn find(scope: &Scope, bucket: &str, key: &str) -> Result<Option<Object>, Failure> {
    let sql = format!("select {COLUMNS} from storage.objects where bucket = $1 and key = $2");
    scope
        .client
        .query_opt(&sql, &[&bucket, &key])
        .await
        .map_err(|error| failure(&error))?
        .as_ref()
        .map(Object::read)
        .transpose()
}

/// Whether a bucket lets everybody download.
pub(crate) async fn is_public(storage: &Storage, bucket: &str) -> Result<bool, Failure> {
    let scope = storage.db.root().await?;
    let row = scope
        .client
        .query_opt("select public from storage.buckets where name = $1", &[&bucket])
        .await
        .map_err(|error| failure(&error))?;
    Ok(row.is_some_and(|row| row.try_get(0).unwrap_or(false)))
}

/// The row of an object for a download: public buckets show every row and ask for no credential at all.
pub(crate) async fn visible(
    app: &App,
    headers: &HeaderMap,
    bucket: &str,
    key: &str,
) -> Result<Object, Failure> {
    let storage = &app.storage;
    let scope = if is_public(storage, bucket).await? {
        storage.db.root().await?
    } else {
        storage.db.scope(&Caller::any(app, headers)?).await?
    };
    find(&scope, bucket, key).await?.ok_or_else(not_found)
}

pub(crate) fn not_found() -> Failure {
    Failure::new(
        axum::http::StatusCode::NOT_FOUND,
        "STORAGE_NOT_FOUND",
        "Object not found",
    )
}

const LIST_HINT: &str = "You can use PUT /api/storage/buckets/:bucketName/objects/:objectKey to create or replace a \
specific key, POST /api/storage/buckets/:bucketName/objects to upload with an auto-generated key, and GET \
/api/storage/buckets/:bucketName/objects/:objectKey to download an object.";

/// `GET /api/storage/buckets/{bucket}/objects`
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    uri: Uri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    let caller = Caller::any(&app, &headers)?;
    let bucket = key::bucket(&uri)?;
    let pairs: Vec<(String, String)> =
        url::form_urlencoded::parse(query.as_deref().unwrap_or_default().as_bytes())
            .into_owned()
            .collect();
    let text = |name: &str| {
        pairs
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.as_str())
    };
    let number = |name: &str| text(name).parse::<i64>().unwrap_or(0);
    let limit = match number("limit") {
        0 => 100,
        limit => limit.clamp(1, 1000),
    };
    let offset = number("offset").max(0);
    let prefix = format!("{}%", like(text("prefix")));
    let search = format!("%{}%", like(text("search").trim()));

    let scope = app.storage.db.scope(&caller).await?;
    let condition = "bucket = $1 and key like $2 and key like $3";
    let rows = scope
        .client
        .query(
            &format!(
                "select {COLUMNS} from storage.objects where {condition} order by key limit $4 offset $5"
            ),
            &[&bucket, &prefix, &search, &limit, &offset],
        )
        .await
        .map_err(|error| failure(&error))?;
    let total: i64 = scope
        .client
        .query_one(
            &format!("select count(*) from storage.objects where {condition}"),
            &[&bucket, &prefix, &search],
        )
        .await
        .and_then(|row| row.try_get(0))
        .map_err(|error| failure(&error))?;
    drop(scope);
    let objects = rows
        .iter()
        .map(|row| Ok(Object::read(row)?.listed(&app.storage)))
        .collect::<Result<Vec<_>, Failure>>()?;
    if objects.iter().any(|object| object["mimeType"].is_null()) {
        return Err(Failure::internal(
            "Expected string, received null at data.mimeType",
        ));
    }
    Ok(ok(&json!({
        "data": objects,
        "pagination": { "offset": offset, "limit": limit, "total": total },
        "nextActions": LIST_HINT,
    })))
}

fn like(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
