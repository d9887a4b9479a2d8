use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, BodyDataStream};
use bytes::Bytes;
use futures_util::Stream;

use crate::requests::{Arrival, RequestLog};
use crate::wire::Shears;

/// A body that is passed on as it arrives: the log learns of each piece, and a fault may cut it.
pub(crate) struct Received {
    pieces: BodyDataStream,
    log: RequestLog,
    number: u64,
    done: bool,
    /// How much may still arrive before the connection is cut, and with what.
    cut: Option<(usize, Shears)>,
}

impl Received {
    pub(crate) fn new(body: Body, log: RequestLog, number: u64, cut: Option<(usize, Shears)>) -> Self {
        Self {
            pieces: body.into_data_stream(),
            log,
            number,
            done: false,
            cut,
        }
    }

    fn end(&mut self, arrival: Arrival) {
        if !self.done {
            self.done = true;
            self.log.add(self.number, &[], arrival);
        }
    }
}

impl Stream for Received {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let piece = std::task::ready!(Pin::new(&mut this.pieces).poll_next(cx));
        match &piece {
            Some(Ok(bytes)) => {
                this.log.add(this.number, bytes, Arrival::Underway);
                if let Some((left, shears)) = &mut this.cut {
                    if bytes.len() > *left {
                        shears.reset();
                        this.end(Arrival::Broken);
                        return Poll::Ready(Some(Err(axum::Error::new("the connection was cut"))));
                    }
                    *left -= bytes.len();
                }
            }
            Some(Err(_)) => this.end(Arrival::Broken),
            None => this.end(Arrival::Complete),
        }
        Poll::Ready(piece)
    }
}

impl Drop for Received {
    fn drop(&mut self) {
        self.end(Arrival::Broken);
    }
}
