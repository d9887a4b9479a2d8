use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use serde_json::{Value, json};

use super::StorageMode;
use super::admin::{change, one};
use super::key::invalid;
use super::upload::empty;
use crate::app::App;
use crate::body;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, json_text, ok};

/// The region that signatures name.
pub(crate) const REGION: &str = "us-east-2";

/// As many keys as a project may have.
const KEY_LIMIT: i64 = 50;

/// `GET /api/storage/s3/config`
pub(crate) async fn gateway(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    Ok(ok(&json!({
        "endpoint": app.storage.gateway(),
        "region": REGION,
        "available": app.storage.mode != StorageMode::Disk,
    })))
}

const SHOWN: &str = "'id', id, 'accessKeyId', access_key_id, 'description', description, 'createdAt', \
    to_char(created_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'), 'lastUsedAt', \
    to_char(last_used_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')";

/// `GET /api/storage/s3/access-keys`
pub(crate) async fn list(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let sql = format!(
        "select coalesce(json_agg(json_build_object({SHOWN}) order by created_at desc), '[]')::text \
         from storage.s3_access_keys"
    );
    Ok(json_text(StatusCode::OK, one(&app, &sql, &[]).await?))
}

/// `POST /api/storage/s3/access-keys`; the secret is shown this once.
pub(crate) async fn create(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let body = body::object(&headers, &body)?;
    Caller::admin(&app, &headers)?;
    let description = match body.get("description") {
        None => None,
        Some(Value::String(text)) if text.chars().count() > 200 => {
            return Err(invalid(
                "description: String must contain at most 200 character(s)",
            ));
        }
        Some(Value::String(text)) => Some(text.as_str()),
        Some(_) => return Err(invalid("description: Expected string")),
    };
    let count = one(&app, "select count(*)::text from storage.s3_access_keys", &[]).await?;
    if count.parse::<i64>().unwrap_or(0) >= KEY_LIMIT {
        return Err(Failure::new(
            StatusCode::BAD_REQUEST,
            "S3_ACCESS_KEY_LIMIT_EXCEEDED",
            format!("Cannot have more than {KEY_LIMIT} access keys"),
        ));
    }
    let id = format!("INSF{}", random(16, true));
    let secret = random(40, false);
    let sql = format!(
        "insert into storage.s3_access_keys (access_key_id, secret_access_key, description) values ($1, $2, $3) \
         returning json_build_object({SHOWN}, 'secretAccessKey', secret_access_key)::text"
    );
    let text = one(&app, &sql, &[&id, &secret, &description]).await?;
    Ok(json_text(StatusCode::CREATED, text))
}

/// `DELETE /api/storage/s3/access-keys/{id}`
pub(crate) async fn delete(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    Caller::admin(&app, &headers)?;
    let changed = change(
        &app,
        "delete from storage.s3_access_keys where id = $1::text::uuid",
        &[&id],
    )
    .await?;
    if changed == 0 {
        return Err(Failure::new(
            StatusCode::NOT_FOUND,
            "S3_ACCESS_KEY_NOT_FOUND",
            "Access key not found",
        ));
    }
    Ok(empty(StatusCode::NO_CONTENT))
}

/// Capital letters and digits, or letters of both kinds and digits.
fn random(length: usize, capitals: bool) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyz";
    let choice = if capitals { 36 } else { LETTERS.len() };
    (0..length)
        .map(|_| {
            let at = rand::random::<u64>() as usize % choice;
            LETTERS.get(at).copied().map_or('A', char::from)
        })
        .collect()
}
