use std::sync::Arc;

use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::blobs::Draft;
use super::key::{self, invalid};
use super::objects::{COLUMNS, Object};
use super::scope::owner;
use super::{Storage, StorageMode, media_type};
use crate::app::App;
use crate::credentials::Caller;
use crate::rawsql::errors::failure;
use crate::reply::{Answer, Failure, json_text};

/// `PUT /api/storage/buckets/{bucket}/objects/{key…}`
pub(crate) async fn put(State(app): State<Arc<App>>, request: Request) -> Answer {
    let (caller, request) = authenticated(&app, request).await?;
    let place = key::Place::of(request.uri(), "/objects/", "");
    let file = File::receive(&app, request).await?;
    let place = place?;
    let object = store(&app.storage, &caller, &place.bucket, &place.key, file).await?;
    Ok(json_text(StatusCode::OK, object.shown(&app.storage).to_string()))
}

/// `POST /api/storage/buckets/{bucket}/objects`: the server makes the key.
pub(crate) async fn auto_key(State(app): State<Arc<App>>, request: Request) -> Answer {
    let (caller, request) = authenticated(&app, request).await?;
    let bucket = key::bucket(request.uri());
    let file = File::receive(&app, request).await?;
    let (bucket, key) = (bucket?, key::auto(&file.name));
    let object = store(&app.storage, &caller, &bucket, &key, file).await?;
    Ok(json_text(
        StatusCode::CREATED,
        object.shown(&app.storage).to_string(),
    ))
}

/// Checks the credential. On these two routes the backend reports every failure of it as an internal error.
async fn authenticated(app: &App, request: Request) -> Result<(Caller, Request), Failure> {
    match Caller::any(app, request.headers()) {
        Ok(caller) => Ok((caller, request)),
        Err(refusal) => {
            drain(request).await;
            Err(Failure::internal(refusal.message))
        }
    }
}

/// Reads the rest of a body that is not wanted, so that the peer gets to read the answer.
pub(crate) async fn drain(request: Request) {
    use futures_util::StreamExt;
    let mut body = request.into_body().into_data_stream();
    while let Some(Ok(_)) = body.next().await {}
}

/// A file that has arrived.
struct File {
    name: String,
    media_type: Option<String>,
    draft: Draft,
}

impl File {
    async fn receive(app: &App, request: Request) -> Result<Self, Failure> {
        let limit = app.storage.limit().await?;
        if request.headers().contains_key("content-encoding") && app.strict {
            drain(request).await;
            return Err(Failure::strict("a compressed upload would be stored compressed"));
        }
        let Ok(mut parts) = Multipart::from_request(request, &()).await else {
            return Err(invalid("File is required"));
        };
        let mut found = None;
        let mut too_large = false;
        while let Some(mut part) = parts.next_field().await.map_err(broken)? {
            let Some(name) = part.file_name().filter(|_| part.name() == Some("file")) else {
                continue;
            };
            let name = name.to_owned();
            let media_type = part.content_type().map(media_type::safe);
            let mut draft = app.storage.blobs.draft().await?;
            while let Some(bytes) = part.chunk().await.map_err(broken)? {
                too_large |= draft.size + bytes.len() as u64 > limit;
                // What is too much is still read, so that the peer gets to read the answer.
                if !too_large {
                    draft.write(&bytes).await?;
                }
            }
            found = Some(Self {
                name,
                media_type,
                draft,
            });
        }
        if too_large {
            return Err(Failure::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "STORAGE_INVALID_PARAMETER",
                format!(
                    "File too large. Maximum upload size is {} MB.",
                    limit.div_ceil(1024 * 1024)
                ),
            ));
        }
        found.ok_or_else(|| invalid("File is required"))
    }
}

fn broken(error: axum::extract::multipart::MultipartError) -> Failure {
    Failure::internal(error.body_text())
}

/// Writes the row, which policies may refuse, and then the bytes.
async fn store(
    storage: &Storage,
    caller: &Caller,
    bucket: &str,
    key: &str,
    file: File,
) -> Result<Object, Failure> {
    let size = i32::try_from(file.draft.size)
        .map_err(|_| Failure::internal("value out of range for type integer"))?;
    // Without a type the form decoder of the real server takes plain text.
    let media_type = file.media_type.as_deref().unwrap_or("text/plain");
    let row = NewRow {
        bucket,
        key,
        size,
        media_type: Some(media_type),
        etag: None,
    };
    let scope = storage.db.scope(caller).await?;
    row.write(&scope, caller).await?;
    if storage.mode == StorageMode::Disk
        && let Err(refusal) = storage.names.take(bucket, key)
    {
        // The backend has written the row by then, and leaves it.
        scope.commit().await?;
        return Err(refusal);
    }
    let etag = file.draft.keep(&storage.blobs.path(bucket, key)).await?;
    scope.commit().await?;
    // The hash is added past the policies, as in the backend.
    let scope = storage.db.root().await?;
    let sql =
        format!("update storage.objects set etag = $3 where bucket = $1 and key = $2 returning {COLUMNS}");
    let row = scope
        .client
        .query_one(&sql, &[&bucket, &key, &etag])
        .await
        .map_err(|error| failure(&error))?;
    let object = Object::read(&row)?;
    scope.commit().await?;
    Ok(object)
}

/// What an upload says of an object.
pub(crate) struct NewRow<'a> {
    pub(crate) bucket: &'a str,
    pub(crate) key: &'a str,
    pub(crate) size: i32,
    pub(crate) media_type: Option<&'a str>,
    pub(crate) etag: Option<&'a str>,
}

impl NewRow<'_> {
    /// Creates or replaces the row; the first owner stays.
    pub(crate) async fn write(&self, scope: &super::scope::Scope, caller: &Caller) -> Result<(), Failure> {
        let sql = "insert into storage.objects (bucket, key, size, mime_type, uploaded_by, etag, uploaded_at) \
                   values ($1, $2, $3, $4, $5, $6, now()) \
                   on conflict (bucket, key) do update set size = excluded.size, mime_type = excluded.mime_type, \
                   etag = excluded.etag, uploaded_via = excluded.uploaded_via, uploaded_at = excluded.uploaded_at";
        let owner = owner(caller);
        let written = scope
            .client
            .execute(
                sql,
                &[
                    &self.bucket,
                    &self.key,
                    &self.size,
                    &self.media_type,
                    &owner,
                    &self.etag,
                ],
            )
            .await;
        match written {
            Ok(_) => Ok(()),
            Err(error) if error.code().is_some_and(|code| code.code() == "42501") => Err(Failure::new(
                StatusCode::FORBIDDEN,
                "STORAGE_PERMISSION_DENIED",
                format!(
                    "You do not have permission to write \"{}\" in bucket \"{}\"",
                    self.key, self.bucket
                ),
            )),
            Err(error) => Err(failure(&error)),
        }
    }
}

impl Storage {
    /// The largest upload, in bytes.
    pub(crate) async fn limit(&self) -> Result<u64, Failure> {
        if let Some(limit) = self.limit {
            return Ok(limit);
        }
        let scope = self.db.root().await?;
        let row = scope
            .client
            .query_one("select max_file_size_mb from storage.config", &[])
            .await
            .map_err(|error| failure(&error))?;
        let megabytes: i32 = row.try_get(0).map_err(|error| failure(&error))?;
        Ok(u64::try_from(megabytes).unwrap_or_default() * 1024 * 1024)
    }
}

/// An answer without a body.
pub(crate) fn empty(status: StatusCode) -> Response {
    status.into_response()
}
