//! Many uploads, a few at a time.

use std::fmt;
use std::future::IntoFuture;

use futures_core::future::BoxFuture;
use futures_util::{FutureExt, StreamExt};

use super::Upload;
use crate::error::Result;
use crate::storage::StoredObject;

/// How many files travel at the same time unless said otherwise.
pub(super) const CONCURRENCY: usize = 4;

/// Uploads that are about to start: [`Bucket::upload_many`](super::Bucket::upload_many).
#[must_use = "uploads do nothing until they are awaited"]
pub struct UploadMany {
    uploads: Vec<Upload>,
    concurrency: usize,
}

impl UploadMany {
    pub(super) fn new(uploads: Vec<Upload>) -> Self {
        Self {
            uploads,
            concurrency: CONCURRENCY,
        }
    }

    /// How many files travel at the same time; 4, and 0 counts as 1.
    pub fn concurrency(mut self, files: usize) -> Self {
        self.concurrency = files.max(1);
        self
    }
}

impl IntoFuture for UploadMany {
    /// A result for each file, in the order in which they were given.
    type Output = Vec<Result<StoredObject>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        futures_util::stream::iter(self.uploads)
            .map(IntoFuture::into_future)
            .buffered(self.concurrency)
            .collect()
            .boxed()
    }
}

impl fmt::Debug for UploadMany {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadMany")
            .field("uploads", &self.uploads.len())
            .field("concurrency", &self.concurrency)
            .finish()
    }
}
