//! What a call carries: bytes, or a form whose file is a stream of known length.
//!
//! A stream is never collected: pieces go out as they come. One that can be made again (a file, bytes of the
//! program's) may be sent again; one that cannot is sent once, whatever the retry table says.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_core::Stream;
use futures_core::future::BoxFuture;

/// The pieces of a body.
pub(crate) type ByteStream = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

type Open = dyn Fn() -> BoxFuture<'static, io::Result<ByteStream>> + Send + Sync;

/// The body of a call.
#[derive(Clone, Debug)]
pub(crate) enum Payload {
    Whole(Bytes),
    Form(Form),
}

impl Payload {
    /// Whether a second attempt can carry it again.
    pub(crate) fn is_replayable(&self) -> bool {
        match self {
            Self::Whole(_) => true,
            Self::Form(form) => form.file.is_replayable(),
        }
    }

    /// Its length, without what a form puts around its file.
    pub(crate) fn len(&self) -> u64 {
        match self {
            Self::Whole(bytes) => bytes.len() as u64,
            Self::Form(form) => form.file.length,
        }
    }
}

/// A stream of a length that is known before the first piece, as the gateway and S3 require.
#[derive(Clone)]
pub(crate) struct Streamed {
    length: u64,
    source: Source,
}

#[derive(Clone)]
enum Source {
    /// Opens the stream anew for each attempt.
    Replayable(Arc<Open>),
    /// Gives the stream away with the first attempt.
    Once(Arc<Mutex<Option<ByteStream>>>),
}

impl Streamed {
    /// A stream that can be opened again, such as a file.
    pub(crate) fn replayable(
        length: u64,
        open: impl Fn() -> BoxFuture<'static, io::Result<ByteStream>> + Send + Sync + 'static,
    ) -> Self {
        let source = Source::Replayable(Arc::new(open));
        Self { length, source }
    }

    /// A stream that there is only once.
    pub(crate) fn once(length: u64, stream: ByteStream) -> Self {
        let source = Source::Once(Arc::new(Mutex::new(Some(stream))));
        Self { length, source }
    }

    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    pub(crate) fn is_replayable(&self) -> bool {
        matches!(self.source, Source::Replayable(_))
    }

    /// The same body with each of its streams changed, as counting and checking want it. The length stays.
    pub(crate) fn map(self, change: impl Fn(ByteStream) -> ByteStream + Send + Sync + 'static) -> Self {
        let length = self.length;
        match self.source {
            Source::Replayable(open) => {
                let change = Arc::new(change);
                Self::replayable(length, move || {
                    let (opening, change) = (open(), Arc::clone(&change));
                    Box::pin(async move { opening.await.map(|stream| change(stream)) })
                })
            }
            Source::Once(stream) => {
                let stream = stream.lock().unwrap_or_else(PoisonError::into_inner).take();
                let source = Source::Once(Arc::new(Mutex::new(stream.map(change))));
                Self { length, source }
            }
        }
    }

    /// The pieces, from the first one.
    pub(super) async fn open(&self) -> io::Result<ByteStream> {
        match &self.source {
            Source::Replayable(open) => open().await,
            Source::Once(stream) => stream
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take()
                .ok_or_else(|| io::Error::other("the stream was sent before and cannot be read again")),
        }
    }
}

impl fmt::Debug for Streamed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Streamed")
            .field("length", &self.length)
            .field("replayable", &self.is_replayable())
            .finish()
    }
}

/// A `multipart/form-data` body: the fields in their order, then the file as the last part, as S3 requires.
#[derive(Clone)]
pub(crate) struct Form {
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) file_name: String,
    pub(crate) content_type: String,
    pub(crate) file: Streamed,
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The fields of a presigned upload are its signature.
        let names: Vec<_> = self.fields.iter().map(|(name, _)| name).collect();
        f.debug_struct("Form")
            .field("fields", &names)
            .field("content_type", &self.content_type)
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}
