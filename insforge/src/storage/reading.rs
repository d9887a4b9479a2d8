//! A body on its way out: read in pieces, counted, and checked against the length that was announced.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::StreamExt;
use tokio::io::{AsyncRead, AsyncReadExt};

use super::progress::Meter;
use crate::error::Error;
use crate::http::{ByteStream, Streamed};

/// Large enough for few system calls, and small enough for many transfers at a time.
const PIECE: usize = 128 * 1024;

/// The pieces of a reader.
pub(super) fn pieces(reader: impl AsyncRead + Send + 'static) -> ByteStream {
    futures_util::stream::try_unfold(Box::pin(reader), |mut reader| async move {
        let mut piece = BytesMut::with_capacity(PIECE);
        let count = reader.read_buf(&mut piece).await?;
        Ok((count > 0).then(|| (piece.freeze(), reader)))
    })
    .boxed()
}

/// What went wrong while a body was read, kept aside: the connection only says that it broke.
#[derive(Clone, Default)]
pub(super) struct Fault(Arc<Mutex<Option<io::Error>>>);

impl Fault {
    fn set(&self, error: io::Error) -> io::Error {
        let copy = io::Error::new(error.kind(), error.to_string());
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        copy
    }

    /// The error that the caller gets: of the body where it is to blame, else that of the transfer.
    pub(super) fn explain(&self, error: Error) -> Error {
        let fault = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        match fault {
            Some(fault) => {
                Error::request("the content of the upload cannot be read to its end").with_source(fault)
            }
            None => error,
        }
    }
}

/// The same body, counted and checked.
pub(super) fn watched(body: Streamed, meter: &Meter, fault: &Fault) -> Streamed {
    let (length, meter, fault) = (body.length(), meter.clone(), fault.clone());
    let watch = move |inner| -> ByteStream {
        Box::pin(Watched {
            inner,
            length,
            given: 0,
            meter: meter.clone(),
            fault: fault.clone(),
        })
    };
    body.map(watch)
}

struct Watched {
    inner: ByteStream,
    length: u64,
    given: u64,
    meter: Meter,
    fault: Fault,
}

impl Stream for Watched {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let this = self.get_mut();
        // The connection asks for more, so it has taken what it was given before.
        this.meter.reach(this.given);
        Poll::Ready(match ready!(this.inner.as_mut().poll_next(cx)) {
            Some(Ok(piece)) => {
                this.given += piece.len() as u64;
                if this.given > this.length {
                    let error = format!("it is longer than the {} bytes that were announced", this.length);
                    return Poll::Ready(Some(Err(this.fault.set(io::Error::other(error)))));
                }
                Some(Ok(piece))
            }
            Some(Err(error)) => Some(Err(this.fault.set(error))),
            None if this.given < this.length => {
                let error = format!("it ends after {} of {} bytes", this.given, this.length);
                Some(Err(this
                    .fault
                    .set(io::Error::new(io::ErrorKind::UnexpectedEof, error))))
            }
            None => None,
        })
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fault")
    }
}
