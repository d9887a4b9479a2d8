use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use bytes::Bytes;
use serde_json::{Value, json};

use super::key::{self, check_bucket, invalid};
use crate::app::App;
use crate::body;
use crate::credentials::Caller;
use crate::rawsql::errors::failure;
use crate::reply::{Answer, Failure, json_text, ok};

/// `GET /api/storage/buckets`
pub(crate) async fn list(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    one(&app, "select coalesce(json_agg(json_build_object('name', name, 'public', public, 'createdAt', \
         to_char(created_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')) order by name), '[]')::text \
         from storage.buckets", &[])
    .await
    .map(|text| json_text(StatusCode::OK, text))
}

/// `POST /api/storage/buckets`
pub(crate) async fn create(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let body = body::object(&headers, &body)?;
    Caller::admin(&app, &headers)?;
    let refuse = |message: &str| {
        invalid(message)
            .hint("Please check the request body, it must conform with the CreateBucketRequest schema.")
    };
    let name = match body.get("bucketName") {
        None => return Err(refuse("bucketName: Required")),
        Some(Value::String(name)) if name.is_empty() => {
            return Err(refuse("bucketName: Bucket name cannot be empty"));
        }
        Some(Value::String(name)) => name,
        Some(_) => return Err(refuse("bucketName: Expected string")),
    };
    let public = match body.get("isPublic") {
        None => true,
        Some(Value::Bool(public)) => *public,
        Some(_) => return Err(refuse("isPublic: Expected boolean")),
    };
    check_bucket(name)
        .map_err(|refusal| refusal.hint("Please check the bucket name, it must be a valid bucket name"))?;
    let scope = app.storage.db.root().await?;
    let made = scope
        .client
        .execute(
            "insert into storage.buckets (name, public) values ($1, $2) on conflict do nothing",
            &[name, &public],
        )
        .await
        .map_err(|error| failure(&error))?;
    if made == 0 {
        return Err(Failure::new(
            StatusCode::CONFLICT,
            "STORAGE_ALREADY_EXISTS",
            format!("Bucket \"{name}\" already exists"),
        ));
    }
    scope.commit().await?;
    let access = if public {
        "This is a PUBLIC bucket - objects can be accessed without authentication."
    } else {
        "This is a PRIVATE bucket - authentication is required to access objects."
    };
    let answer = json!({
        "message": "Bucket created successfully",
        "bucketName": name,
        "isPublic": public,
        "nextActions": format!("{access} You can use /api/storage/buckets/:bucketName/objects/:objectKey to upload an \
            object to the bucket, and /api/storage/buckets/:bucketName/objects to list the objects in the bucket."),
    });
    Ok(json_text(StatusCode::CREATED, answer.to_string()))
}

/// `PATCH /api/storage/buckets/{bucket}`
pub(crate) async fn update(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Answer {
    let body = body::object(&headers, &body)?;
    Caller::admin(&app, &headers)?;
    let Some(public) = body.get("isPublic").and_then(Value::as_bool) else {
        return Err(invalid("isPublic: Required")
            .hint("Please check the request body, it must conform with the UpdateBucketRequest schema."));
    };
    let name = key::bucket(&uri)?;
    let changed = change(
        &app,
        "update storage.buckets set public = $2, updated_at = now() where name = $1",
        &[&name, &public],
    )
    .await?;
    if changed == 0 {
        return Err(Failure::new(
            StatusCode::NOT_FOUND,
            "STORAGE_NOT_FOUND",
            format!("Bucket \"{name}\" does not exist"),
        ));
    }
    let access = if public {
        "Bucket is now PUBLIC - objects can be accessed without authentication."
    } else {
        "Bucket is now PRIVATE - authentication is required to access objects."
    };
    Ok(ok(&json!({
        "message": "Bucket visibility updated",
        "bucket": name,
        "isPublic": public,
        "nextActions": access,
    })))
}

/// `DELETE /api/storage/buckets/{bucket}`, with everything in it.
pub(crate) async fn delete(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let name = key::bucket(&uri)?;
    let scope = app.storage.db.root().await?;
    let keys = scope
        .client
        .query("select key from storage.objects where bucket = $1", &[&name])
        .await
        .map_err(|error| failure(&error))?;
    let removed = scope
        .client
        .execute("delete from storage.buckets where name = $1", &[&name])
        .await
        .map_err(|error| failure(&error))?;
    scope.commit().await?;
    for row in &keys {
        if let Ok(key) = row.try_get::<_, String>(0) {
            app.storage.blobs.remove(&name, &key).await;
        }
    }
    app.storage.names.give_back_all(&name);
    if removed == 0 {
        return Err(Failure::new(
            StatusCode::NOT_FOUND,
            "STORAGE_NOT_FOUND",
            "Bucket not found or already empty",
        ));
    }
    Ok(ok(&json!({
        "message": "Bucket deleted successfully",
        "nextActions": "You can use POST /api/storage/buckets to create a new bucket, and GET \
            /api/storage/buckets/:bucketName/objects to list the objects in the bucket.",
    })))
}

const CONFIG: &str = "select json_build_object('id', id, 'maxFileSizeMb', max_file_size_mb, 'createdAt', \
    to_char(created_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'), 'updatedAt', \
    to_char(updated_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'))::text from storage.config";

/// `GET /api/storage/config`
pub(crate) async fn config(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    Ok(json_text(StatusCode::OK, one(&app, CONFIG, &[]).await?))
}

/// `PUT /api/storage/config`
pub(crate) async fn set_config(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let body = body::object(&headers, &body)?;
    Caller::admin(&app, &headers)?;
    let Some(value) = body.get("maxFileSizeMb") else {
        return Err(invalid("maxFileSizeMb: Required"));
    };
    let Some(megabytes) = value.as_i64().and_then(|value| i32::try_from(value).ok()) else {
        return Err(invalid("maxFileSizeMb: Expected integer"));
    };
    if megabytes < 1 {
        return Err(invalid("maxFileSizeMb: Must be at least 1 MB"));
    }
    if megabytes > 200 {
        return Err(invalid("maxFileSizeMb: Cannot exceed 200 MB"));
    }
    change(
        &app,
        "update storage.config set max_file_size_mb = $1",
        &[&megabytes],
    )
    .await?;
    Ok(json_text(StatusCode::OK, one(&app, CONFIG, &[]).await?))
}

type Parameters<'a> = &'a [&'a (dyn tokio_postgres::types::ToSql + Sync)];

/// The one text that a query gives.
pub(crate) async fn one(app: &App, sql: &str, parameters: Parameters<'_>) -> Result<String, Failure> {
    let scope = app.storage.db.root().await?;
    let row = scope.client.query_one(sql, parameters).await;
    let text = row
        .and_then(|row| row.try_get(0))
        .map_err(|error| failure(&error))?;
    scope.commit().await?;
    Ok(text)
}

/// How many rows a statement changes.
pub(crate) async fn change(app: &App, sql: &str, parameters: Parameters<'_>) -> Result<u64, Failure> {
    let scope = app.storage.db.root().await?;
    let changed = scope
        .client
        .execute(sql, parameters)
        .await
        .map_err(|error| failure(&error))?;
    scope.commit().await?;
    Ok(changed)
}
