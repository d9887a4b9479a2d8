//! Removing all objects of a bucket.

use super::{Bucket, ObjectKey, Removal, RemovalReport, RemovalStatus};
use crate::error::Result;

/// As many objects as one list and one removal take.
const BATCH: u64 = 1000;

pub(super) async fn empty(bucket: &Bucket) -> Result<RemovalReport> {
    let mut report = RemovalReport::default();
    // Objects that stay are passed over in the next list.
    let mut staying = 0;
    loop {
        let page = bucket.list().limit(BATCH).offset(staying).await?;
        if page.objects.is_empty() {
            return Ok(report);
        }
        let mut keys = Vec::with_capacity(page.objects.len());
        for object in page.objects {
            match ObjectKey::new(object.key.as_str()) {
                Ok(key) => keys.push(key),
                // Made through the S3 gateway, and refused by the server on this way.
                Err(error) => {
                    staying += 1;
                    report.results.push(Removal {
                        key: object.key,
                        status: RemovalStatus::Failed,
                        message: Some(error.message().to_owned()),
                    });
                }
            }
        }
        let batch = bucket.remove_many(keys).await?;
        // Also what was not found: policies may show an object and not let it be removed.
        staying += (batch.results.len() - batch.deleted().count()) as u64;
        report.results.extend(batch.results);
    }
}
