//! Removing objects, and what became of each.

use std::collections::HashSet;

use ::http::Method;
use serde::{Deserialize, Serialize};

use super::ObjectKey;
use super::place::BucketName;
use super::strategy::json;
use crate::error::Result;
use crate::http::{Caller, Request};

pub(super) const OPERATION: &str = "storage.remove";
const MANY: &str = "storage.remove_many";

/// As many keys as one request may name.
const BATCH: usize = 1000;

/// What became of an object that was to be removed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Removal {
    /// The object's key.
    pub key: String,
    /// What became of it.
    pub status: RemovalStatus,
    /// Why it failed, where it did.
    pub message: Option<String>,
}

/// What became of an object that was to be removed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RemovalStatus {
    /// It is gone.
    Deleted,
    /// There is no such object, or row-level security hides it.
    NotFound,
    /// It could not be removed.
    Failed,
    /// A word of the server's that this crate does not know.
    Other(String),
}

/// What became of each object, in the order of the keys; a key that was named twice is there once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RemovalReport {
    /// One entry a key.
    pub results: Vec<Removal>,
}

impl RemovalReport {
    /// The keys that are gone.
    pub fn deleted(&self) -> impl Iterator<Item = &str> {
        self.of(&RemovalStatus::Deleted)
    }

    /// The keys that were not there, or that row-level security hides.
    pub fn not_found(&self) -> impl Iterator<Item = &str> {
        self.of(&RemovalStatus::NotFound)
    }

    /// The objects that could not be removed, with the reason.
    pub fn failed(&self) -> impl Iterator<Item = &Removal> {
        self.results
            .iter()
            .filter(|removal| !matches!(removal.status, RemovalStatus::Deleted | RemovalStatus::NotFound))
    }

    fn of(&self, status: &RemovalStatus) -> impl Iterator<Item = &str> {
        self.results
            .iter()
            .filter(move |removal| removal.status == *status)
            .map(|removal| removal.key.as_str())
    }
}

#[derive(Serialize)]
struct Question<'a> {
    keys: &'a [ObjectKey],
}

impl Serialize for ObjectKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[derive(Deserialize)]
struct Answer {
    results: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    key: String,
    status: String,
    #[serde(default)]
    message: Option<String>,
}

impl From<Entry> for Removal {
    fn from(entry: Entry) -> Self {
        Self {
            key: entry.key,
            status: match entry.status.as_str() {
                "deleted" => RemovalStatus::Deleted,
                "notFound" => RemovalStatus::NotFound,
                "failed" => RemovalStatus::Failed,
                _ => RemovalStatus::Other(entry.status),
            },
            message: entry.message,
        }
    }
}

/// `DELETE /api/storage/buckets/{bucket}/objects/{key}`
pub(super) async fn one(caller: &Caller, bucket: &BucketName, key: &ObjectKey) -> Result<()> {
    let request = Request::new(OPERATION, Method::DELETE, bucket.object(key)?.finish());
    caller.send(request).await.map(drop)
}

/// `DELETE /api/storage/buckets/{bucket}/objects`, as often as the number of keys needs.
pub(super) async fn many(
    caller: &Caller,
    bucket: &BucketName,
    keys: Vec<ObjectKey>,
) -> Result<RemovalReport> {
    let mut seen = HashSet::new();
    let keys: Vec<ObjectKey> = keys.into_iter().filter(|key| seen.insert(key.clone())).collect();
    let mut report = RemovalReport::default();
    for (number, batch) in keys.chunks(BATCH).enumerate() {
        match remove(caller, bucket, batch).await {
            Ok(results) => report.results.extend(results),
            Err(error) if number == 0 => return Err(error),
            // Earlier objects are gone, and the caller is to learn which.
            Err(error) => report.results.extend(batch.iter().map(|key| Removal {
                key: key.as_str().to_owned(),
                status: RemovalStatus::Failed,
                message: Some(error.to_string()),
            })),
        }
    }
    Ok(report)
}

async fn remove(caller: &Caller, bucket: &BucketName, keys: &[ObjectKey]) -> Result<Vec<Removal>> {
    let request =
        Request::new(MANY, Method::DELETE, bucket.objects()?.finish()).json_body(json(&Question { keys })?);
    let answer: Answer = caller.send(request).await?.decode(MANY)?;
    Ok(answer.results.into_iter().map(Removal::from).collect())
}
