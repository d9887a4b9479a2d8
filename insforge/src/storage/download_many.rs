//! Many downloads into files, a few at a time.

use std::fmt;
use std::future::IntoFuture;
use std::path::PathBuf;

use futures_core::future::BoxFuture;
use futures_util::{FutureExt, StreamExt};

use super::Download;
use super::upload_many::CONCURRENCY;
use crate::error::Result;

/// Downloads that are about to start: [`Bucket::download_many`](super::Bucket::download_many).
#[must_use = "downloads do nothing until they are awaited"]
pub struct DownloadMany {
    downloads: Vec<(Download, PathBuf)>,
    concurrency: usize,
}

impl DownloadMany {
    pub(super) fn new(downloads: Vec<(Download, PathBuf)>) -> Self {
        Self {
            downloads,
            concurrency: CONCURRENCY,
        }
    }

    /// How many files travel at the same time; 4, and 0 counts as 1.
    pub fn concurrency(mut self, files: usize) -> Self {
        self.concurrency = files.max(1);
        self
    }
}

impl IntoFuture for DownloadMany {
    /// A length or an error for each file, in the order in which they were given.
    type Output = Vec<Result<u64>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        futures_util::stream::iter(self.downloads)
            .map(|(download, path)| download.to_file(path))
            .buffered(self.concurrency)
            .collect()
            .boxed()
    }
}

impl fmt::Debug for DownloadMany {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DownloadMany")
            .field("downloads", &self.downloads.len())
            .field("concurrency", &self.concurrency)
            .finish()
    }
}
