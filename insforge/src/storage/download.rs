//! Downloads: as bytes, as a stream, or into a file.

mod fetch;
mod resume;

use std::fmt;
use std::future::IntoFuture;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_core::future::BoxFuture;
use futures_core::stream::BoxStream;
use futures_util::{FutureExt, StreamExt, TryStreamExt};
use tokio::time::Instant;
use url::Url;

use self::fetch::{Fetch, Source};
pub(super) use self::resume::Place;
use self::resume::Transfer;
use super::ObjectKey;
use super::partial_file::PartialFile;
use super::place::BucketName;
use super::progress::{Meter, Progress, ProgressStream};
use crate::error::{Error, Result};
use crate::http::Caller;

pub(super) const OPERATION: &str = "storage.download";

/// A download that is about to start: [`Bucket::download`](super::Bucket::download).
///
/// Awaiting it gives the bytes. [`stream`](Self::stream) and [`to_file`](Self::to_file) hold a piece in memory at a
/// time.
///
/// When the connection breaks in the middle, the rest is asked for (`Range` with `If-Range`), as often as the client's
/// [`RetryPolicy`](crate::http::RetryPolicy) allows without anything coming in between. A server that knows no ranges
/// sends the whole object again, and the part that is there already is passed over. If the object was replaced
/// meanwhile, the download fails with [`Interrupted`](crate::ErrorKind::Interrupted). The length is checked at the end.
#[must_use = "a download does nothing until it is awaited, streamed or written to a file"]
pub struct Download {
    caller: Caller,
    source: Result<Source>,
    limit: Duration,
    resumable: bool,
    meter: Meter,
}

impl Download {
    pub(super) fn of_object(caller: Caller, bucket: BucketName, key: Result<ObjectKey>) -> Self {
        Self::new(caller, key.map(|key| Source::Object { bucket, key }))
    }

    pub(super) fn of_url(caller: Caller, url: &str) -> Self {
        // The URL is not repeated: it holds a signature.
        let source = Url::parse(url)
            .map_err(|error| Error::request("the signed URL cannot be read").with_source(error))
            .and_then(|url| match url.scheme() {
                "http" | "https" => Ok(Source::Url(url)),
                other => Err(Error::request(format!(
                    "a signed URL begins with https:// or http://, and not with {other}:"
                ))),
            });
        Self::new(caller, source)
    }

    fn new(caller: Caller, source: Result<Source>) -> Self {
        Self {
            caller,
            source,
            limit: Duration::MAX,
            resumable: false,
            meter: Meter::default(),
        }
    }

    /// How long the download may take in all, breaks included. There is no limit unless it is set; a pause longer than
    /// the client's `read_timeout` ends it.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Calls the function each time the transfer has come further, and at its end. It should return quickly.
    pub fn on_progress(mut self, callback: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.meter.call(callback);
        self
    }

    /// The download, and how far it is as a stream, to be read elsewhere.
    pub fn with_progress(self) -> (Self, ProgressStream) {
        let stream = self.meter.stream();
        (self, stream)
    }

    /// Lets [`to_file`](Self::to_file) keep what has arrived when it fails or the program ends, in a file beside the
    /// other whose name ends in `.part`. The next resumable download to the same path goes on from there, unless the
    /// object was replaced.
    ///
    /// It needs a server that honours ranges: S3, with signed URLs or without. On others it changes nothing.
    pub fn resumable(mut self) -> Self {
        self.resumable = true;
        self
    }

    /// Starts the download and gives its pieces as they come.
    ///
    /// ```no_run
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
    /// let mut pieces = client.storage().from("logs").download("today.txt").stream().await?;
    /// println!("{:?} bytes of {:?}", pieces.total(), pieces.content_type());
    /// while let Some(piece) = pieces.try_next().await? {
    ///     println!("{} more", piece.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Bucket::download`](super::Bucket::download).
    pub async fn stream(self) -> Result<DownloadStream> {
        let (fetch, meter) = self.fetch()?;
        let guard = meter.guard();
        let started = Transfer::start(fetch, meter, None).await;
        let transfer = started.map_err(|error| error.with_operation(OPERATION))?;
        let (total, head) = (transfer.total(), transfer.head());
        let pieces = transfer.into_stream().map(move |piece| {
            let _ = &guard;
            piece
        });
        Ok(DownloadStream {
            pieces: pieces.boxed(),
            total,
            head,
        })
    }

    /// Downloads into a file and gives its length in bytes. The file appears, or is replaced, only when it is whole; it
    /// is written beside its place first.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) where the file cannot be written, and those of
    /// [`Bucket::download`](super::Bucket::download).
    pub async fn to_file(self, path: impl AsRef<Path>) -> Result<u64> {
        let path = path.as_ref();
        let resumable = self.resumable;
        let (fetch, meter) = self.fetch()?;
        let _guard = meter.guard();
        let done = async {
            let kept = if resumable {
                PartialFile::find(path).await
            } else {
                None
            };
            let transfer = Transfer::start(fetch, meter, kept.as_ref().map(PartialFile::place)).await?;
            let keep_as = transfer.strong_etag().filter(|_| resumable);
            let mut file = match kept {
                Some(kept) if transfer.got() > 0 => kept,
                outdated => {
                    if let Some(outdated) = outdated {
                        outdated.discard();
                    }
                    PartialFile::create(path, keep_as).await?
                }
            };
            let mut pieces = std::pin::pin!(transfer.into_stream());
            while let Some(piece) = pieces.try_next().await? {
                file.write(&piece).await?;
            }
            file.complete().await
        };
        done.await.map_err(|error: Error| error.with_operation(OPERATION))
    }

    fn fetch(self) -> Result<(Fetch, Meter)> {
        let source = self.source.map_err(|error| error.with_operation(OPERATION))?;
        let fetch = Fetch {
            caller: self.caller,
            source,
            deadline: Instant::now()
                .checked_add(self.limit)
                .filter(|_| self.limit != Duration::MAX),
        };
        Ok((fetch, self.meter))
    }

    async fn collect(self) -> Result<Bytes> {
        /// No server makes this client reserve more than that by announcing a length.
        const MOST: u64 = 8 * 1024 * 1024;
        let mut stream = self.stream().await?;
        let expected = usize::try_from(stream.total.unwrap_or(0).min(MOST)).unwrap_or(0);
        let mut all = BytesMut::with_capacity(expected);
        while let Some(piece) = stream.try_next().await? {
            all.extend_from_slice(&piece);
        }
        Ok(all.freeze())
    }
}

impl IntoFuture for Download {
    /// The whole object, in memory.
    type Output = Result<Bytes>;
    type IntoFuture = BoxFuture<'static, Result<Bytes>>;

    fn into_future(self) -> Self::IntoFuture {
        self.collect().boxed()
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

/// What the head of the answer says of an object.
#[derive(Clone, Debug, Default)]
struct Head {
    content_type: Option<String>,
    etag: Option<String>,
}

/// The pieces of an object as they come. Dropping it ends the transfer.
pub struct DownloadStream {
    pieces: BoxStream<'static, Result<Bytes>>,
    total: Option<u64>,
    head: Head,
}

impl DownloadStream {
    /// The length of the object in bytes, where the server says it.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// The content type.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.head.content_type.as_deref()
    }

    /// The `ETag` header, with its quotes. A weak one (`W/"…"`) is the web server's and no hash of the content.
    #[must_use]
    pub fn etag(&self) -> Option<&str> {
        self.head.etag.as_deref()
    }
}

impl Stream for DownloadStream {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.pieces.poll_next_unpin(cx)
    }
}

impl fmt::Debug for DownloadStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DownloadStream")
            .field("total", &self.total)
            .field("head", &self.head)
            .finish_non_exhaustive()
    }
}
