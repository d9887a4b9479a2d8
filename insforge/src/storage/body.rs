//! What is uploaded: bytes, a file, or a stream.

use std::fmt;
use std::future::Future;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;
use futures_core::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, TryStreamExt};
use tokio::fs::File;
use tokio::io::AsyncRead;

use super::reading;
use crate::error::{Error, Result};
use crate::http::{ByteStream, Streamed};

type Open = Arc<dyn Fn() -> BoxFuture<'static, io::Result<ByteStream>> + Send + Sync>;

/// The content of an upload. Only what is in memory already is ever in memory as a whole.
///
/// | made by | sent again after a broken connection |
/// |---|---|
/// | [`bytes`](Self::bytes), and `into()` of a `Vec<u8>`, `Bytes`, `String`, `&str` or `&[u8]` | yes |
/// | [`file`](Self::file), and `into()` of a `PathBuf` or `&Path` | yes |
/// | [`factory`](Self::factory) | yes |
/// | [`reader`](Self::reader) | no |
/// | [`stream`](Self::stream) | no |
///
/// ```
/// use insforge::storage::UploadBody;
///
/// let text: UploadBody = "hello".into();
/// let file = UploadBody::file("holiday.mp4");
/// let reader = UploadBody::reader(tokio::io::repeat(0), 1024);
/// # let _ = (text, file, reader);
/// ```
pub struct UploadBody {
    source: Source,
}

enum Source {
    Bytes(Bytes),
    File(PathBuf),
    Factory(u64, Open),
    Once(u64, ByteStream),
}

/// A body that is ready to be sent.
pub(crate) struct Ready {
    pub(crate) body: Streamed,
    /// The name of the file, where there is one.
    pub(crate) file_name: Option<String>,
}

impl UploadBody {
    /// Bytes in memory.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self {
            source: Source::Bytes(bytes.into()),
        }
    }

    /// A file. It is opened when the upload starts, and again for each attempt; its size then is what is uploaded.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self {
            source: Source::File(path.into()),
        }
    }

    /// A reader of exactly `length` bytes. There is only one reader, so the upload is tried once.
    ///
    /// Anything shorter or longer than `length` fails the upload.
    pub fn reader(reader: impl AsyncRead + Send + 'static, length: u64) -> Self {
        Self {
            source: Source::Once(length, reading::pieces(reader)),
        }
    }

    /// A stream of pieces, `length` bytes in all. There is only one stream, so the upload is tried once.
    pub fn stream<S, B, E>(stream: S, length: u64) -> Self
    where
        S: Stream<Item = std::result::Result<B, E>> + Send + 'static,
        B: Into<Bytes> + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        Self {
            source: Source::Once(length, pieces(stream)),
        }
    }

    /// A stream of `length` bytes that can be made again, for each attempt.
    ///
    /// ```
    /// use futures_util::stream;
    /// use insforge::storage::UploadBody;
    ///
    /// // A gigabyte of zeros, a mebibyte at a time.
    /// let zeros = UploadBody::factory(1 << 30, || async {
    ///     std::io::Result::Ok(stream::iter((0..1024).map(|_| std::io::Result::Ok(vec![0; 1 << 20]))))
    /// });
    /// # let _ = zeros;
    /// ```
    pub fn factory<F, Fut, S, B, E>(length: u64, open: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = io::Result<S>> + Send + 'static,
        S: Stream<Item = std::result::Result<B, E>> + Send + 'static,
        B: Into<Bytes> + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        let open: Open = Arc::new(move || open().map(|made| made.map(pieces)).boxed());
        Self {
            source: Source::Factory(length, open),
        }
    }

    /// Looks at the body: its length, and whether it is there at all.
    ///
    /// # Errors
    /// [`ErrorKind::Request`](crate::error::ErrorKind::Request) for a file that cannot be read.
    pub(crate) async fn ready(self) -> Result<Ready> {
        let (body, file_name) = match self.source {
            Source::Bytes(bytes) => (Streamed::replayable(bytes.len() as u64, in_memory(bytes)), None),
            Source::File(path) => {
                let length = size(&path).await?;
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
                (Streamed::replayable(length, open_file(path)), name)
            }
            Source::Factory(length, open) => (Streamed::replayable(length, move || open()), None),
            Source::Once(length, stream) => (Streamed::once(length, stream), None),
        };
        Ok(Ready { body, file_name })
    }

    /// The name of the file, where it is one, before it is opened.
    pub(super) fn file_name(&self) -> Option<String> {
        match &self.source {
            Source::File(path) => Some(path.file_name()?.to_string_lossy().into_owned()),
            _ => None,
        }
    }
}

fn pieces<S, B, E>(stream: S) -> ByteStream
where
    S: Stream<Item = std::result::Result<B, E>> + Send + 'static,
    B: Into<Bytes> + 'static,
    E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
{
    stream.map_ok(Into::into).map_err(io::Error::other).boxed()
}

fn in_memory(bytes: Bytes) -> impl Fn() -> BoxFuture<'static, io::Result<ByteStream>> + Send + Sync {
    /// Small enough for progress to be told in steps.
    const PIECE: usize = 256 * 1024;
    move || {
        let mut left = bytes.clone();
        let pieces = std::iter::from_fn(move || {
            let piece = left.split_to(left.len().min(PIECE));
            (!piece.is_empty()).then_some(Ok(piece))
        });
        let stream: ByteStream = futures_util::stream::iter(pieces).boxed();
        std::future::ready(Ok(stream)).boxed()
    }
}

fn open_file(path: PathBuf) -> impl Fn() -> BoxFuture<'static, io::Result<ByteStream>> + Send + Sync {
    let path = Arc::new(path);
    move || {
        let path = Arc::clone(&path);
        async move { File::open(path.as_path()).await.map(reading::pieces) }.boxed()
    }
}

async fn size(path: &Path) -> Result<u64> {
    let unreadable = |error: io::Error| {
        Error::request(format!("the file {} cannot be uploaded", path.display())).with_source(error)
    };
    let metadata = tokio::fs::metadata(path).await.map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(Error::request(format!(
            "{} is a folder; upload its files one by one, or with upload_many",
            path.display()
        )));
    }
    Ok(metadata.len())
}

impl From<Bytes> for UploadBody {
    fn from(bytes: Bytes) -> Self {
        Self::bytes(bytes)
    }
}

impl From<Vec<u8>> for UploadBody {
    fn from(bytes: Vec<u8>) -> Self {
        Self::bytes(bytes)
    }
}

impl From<String> for UploadBody {
    fn from(text: String) -> Self {
        Self::bytes(text)
    }
}

impl From<&str> for UploadBody {
    fn from(text: &str) -> Self {
        Self::bytes(text.to_owned())
    }
}

impl From<&[u8]> for UploadBody {
    fn from(bytes: &[u8]) -> Self {
        Self::bytes(bytes.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for UploadBody {
    fn from(bytes: &[u8; N]) -> Self {
        Self::bytes(bytes.to_vec())
    }
}

impl From<PathBuf> for UploadBody {
    fn from(path: PathBuf) -> Self {
        Self::file(path)
    }
}

impl From<&Path> for UploadBody {
    fn from(path: &Path) -> Self {
        Self::file(path)
    }
}

impl fmt::Debug for UploadBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Source::Bytes(bytes) => write!(f, "UploadBody::bytes({} bytes)", bytes.len()),
            Source::File(path) => write!(f, "UploadBody::file({})", path.display()),
            Source::Factory(length, _) => write!(f, "UploadBody::factory({length} bytes)"),
            Source::Once(length, _) => write!(f, "UploadBody::stream({length} bytes)"),
        }
    }
}
