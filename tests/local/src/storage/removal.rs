use std::collections::HashSet;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use bytes::Bytes;
use serde_json::{Value, json};

use super::key::{self, Place, check_key, invalid};
use super::objects;
use crate::app::App;
use crate::body;
use crate::credentials::Caller;
use crate::rawsql::errors::failure;
use crate::reply::{Answer, Failure, ok};

/// `DELETE /api/storage/buckets/{bucket}/objects/{key…}`
pub(crate) async fn one(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap) -> Answer {
    let caller = Caller::any(&app, &headers)?;
    let Place { bucket, key } = Place::of(&uri, "/objects/", "")?;
    if remove(&app, &caller, &bucket, std::slice::from_ref(&key))
        .await?
        .is_empty()
    {
        return Err(objects::not_found());
    }
    Ok(ok(&json!({ "message": "Object deleted successfully" })))
}

/// `DELETE /api/storage/buckets/{bucket}/objects`
pub(crate) async fn many(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Answer {
    let body = body::object(&headers, &body)?;
    let caller = Caller::any(&app, &headers)?;
    let keys = keys(body.get("keys"))?;
    let bucket = key::bucket(&uri)?;
    for key in &keys {
        check_key(key)?;
    }
    let deleted = remove(&app, &caller, &bucket, &keys).await?;
    let results: Vec<Value> = keys
        .iter()
        .map(|key| {
            let status = if deleted.contains(key) {
                "deleted"
            } else {
                "notFound"
            };
            json!({ "key": key, "status": status })
        })
        .collect();
    Ok(ok(&json!({ "results": results })))
}

/// The keys of a request, each once, in their order.
fn keys(value: Option<&Value>) -> Result<Vec<String>, Failure> {
    let list = match value {
        None => return Err(invalid("keys: Required")),
        Some(Value::Array(list)) => list,
        Some(_) => return Err(invalid("keys: Expected array")),
    };
    if list.is_empty() {
        return Err(invalid("keys: At least one object key is required"));
    }
    if list.len() > 1000 {
        return Err(invalid("keys: Cannot delete more than 1000 objects at once"));
    }
    let mut seen = HashSet::new();
    let mut keys = Vec::new();
    for (place, key) in list.iter().enumerate() {
        match key.as_str() {
            None => return Err(invalid(format!("keys.{place}: Expected string"))),
            Some("") => return Err(invalid(format!("keys.{place}: Object key cannot be empty"))),
            Some(key) => {
                if seen.insert(key) {
                    keys.push(key.to_owned());
                }
            }
        }
    }
    Ok(keys)
}

/// Removes the objects that the caller may remove, and says which.
async fn remove(
    app: &App,
    caller: &Caller,
    bucket: &str,
    keys: &[String],
) -> Result<HashSet<String>, Failure> {
    let scope = app.storage.db.scope(caller).await?;
    let rows = scope
        .client
        .query(
            "delete from storage.objects where bucket = $1 and key = any($2) returning key",
            &[&bucket, &keys],
        )
        .await
        .map_err(|error| failure(&error))?;
    scope.commit().await?;
    let deleted: HashSet<String> = rows.iter().filter_map(|row| row.try_get(0).ok()).collect();
    for key in &deleted {
        app.storage.names.give_back(bucket, key);
        app.storage.blobs.remove(bucket, key).await;
    }
    Ok(deleted)
}
