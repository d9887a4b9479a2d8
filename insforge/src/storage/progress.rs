//! How far a transfer is, told to a callback or as a stream.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::task::AtomicWaker;

/// How far a transfer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The bytes that the connection has taken or given so far. It never falls, also when a broken upload begins
    /// again, and it reaches [`total`](Self::total) only once the transfer has succeeded.
    pub transferred: u64,
    /// The bytes in all; `None` for a download whose length the server does not say.
    pub total: Option<u64>,
}

impl Progress {
    /// From 0.0 to 1.0; `None` where the total is not known. An empty file is done from the start.
    #[must_use]
    pub fn fraction(&self) -> Option<f64> {
        match self.total? {
            0 => Some(1.0),
            total => Some(self.transferred as f64 / total as f64),
        }
    }
}

type Callback = Arc<dyn Fn(Progress) + Send + Sync>;

/// Where the parts of a transfer write how far they are.
#[derive(Clone, Default)]
pub(super) struct Meter {
    state: Arc<State>,
    callbacks: Vec<Callback>,
}

#[derive(Default)]
struct State {
    transferred: AtomicU64,
    total: AtomicU64,
    total_known: AtomicBool,
    /// Counts changes, so that a stream knows whether there is anything new.
    version: AtomicU64,
    over: AtomicBool,
    waker: AtomicWaker,
}

impl State {
    fn progress(&self) -> Progress {
        let total = self.total.load(Ordering::Acquire);
        Progress {
            transferred: self.transferred.load(Ordering::Acquire),
            total: self.total_known.load(Ordering::Acquire).then_some(total),
        }
    }
}

impl Meter {
    pub(super) fn call(&mut self, callback: impl Fn(Progress) + Send + Sync + 'static) {
        self.callbacks.push(Arc::new(callback));
    }

    pub(super) fn stream(&self) -> ProgressStream {
        ProgressStream {
            state: Arc::clone(&self.state),
            seen: 0,
        }
    }

    /// Says how much there is, and that nothing has moved yet.
    pub(super) fn start(&self, total: Option<u64>) {
        self.state.total.store(total.unwrap_or(0), Ordering::Release);
        self.state.total_known.store(total.is_some(), Ordering::Release);
        self.tell();
    }

    /// Says how much has moved. The end is kept for [`finish`](Self::finish): the last byte sent is no success yet.
    pub(super) fn reach(&self, transferred: u64) {
        let progress = self.state.progress();
        let most = progress
            .total
            .map_or(transferred, |total| transferred.min(total.saturating_sub(1)));
        if self.state.transferred.fetch_max(most, Ordering::AcqRel) < most {
            self.tell();
        }
    }

    /// Says that everything has moved, and how much it was.
    pub(super) fn finish(&self, total: u64) {
        self.state.total.store(total, Ordering::Release);
        self.state.total_known.store(true, Ordering::Release);
        self.state.transferred.store(total, Ordering::Release);
        self.tell();
        self.end();
    }

    fn tell(&self) {
        self.state.version.fetch_add(1, Ordering::AcqRel);
        let progress = self.state.progress();
        for callback in &self.callbacks {
            callback(progress);
        }
        self.state.waker.wake();
    }

    fn end(&self) {
        self.state.over.store(true, Ordering::Release);
        self.state.waker.wake();
    }

    /// Ends the streams when the transfer is given up or fails.
    pub(super) fn guard(&self) -> MeterGuard {
        MeterGuard(self.clone())
    }
}

impl fmt::Debug for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.state.progress(), f)
    }
}

pub(super) struct MeterGuard(Meter);

impl Drop for MeterGuard {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// How far a transfer is, as a stream. A reader that is slow misses steps in between and always gets the newest.
///
/// After a success its last item is exactly 100 %; after a failure, or when the transfer is dropped, it just ends.
#[must_use = "streams do nothing unless polled"]
pub struct ProgressStream {
    state: Arc<State>,
    seen: u64,
}

impl Stream for ProgressStream {
    type Item = Progress;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Progress>> {
        let this = self.get_mut();
        this.state.waker.register(cx.waker());
        // Read before the version: what changes after it is seen in the next turn.
        let over = this.state.over.load(Ordering::Acquire);
        let version = this.state.version.load(Ordering::Acquire);
        if version != this.seen {
            this.seen = version;
            return Poll::Ready(Some(this.state.progress()));
        }
        if over { Poll::Ready(None) } else { Poll::Pending }
    }
}

impl fmt::Debug for ProgressStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ProgressStream")
            .field(&self.state.progress())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use futures_util::StreamExt;

    use super::*;

    #[tokio::test]
    async fn never_falls_and_reaches_the_total_only_at_the_end() {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let mut meter = Meter::default();
        let list = Arc::clone(&seen);
        meter.call(move |progress| list.lock().unwrap().push(progress.transferred));
        let mut stream = meter.stream();
        meter.start(Some(10));
        for reached in [4, 2, 9, 10, 10] {
            meter.reach(reached);
        }
        assert_eq!(stream.next().await.unwrap().transferred, 9);
        meter.finish(10);
        assert_eq!(*seen.lock().unwrap(), [0, 4, 9, 10]);
        let last = stream.next().await.unwrap();
        assert_eq!((last.transferred, last.fraction()), (10, Some(1.0)));
        assert_eq!(stream.next().await, None);
    }

    #[tokio::test]
    async fn a_stream_ends_with_the_transfer_whatever_became_of_it() {
        let meter = Meter::default();
        let stream = meter.stream();
        let guard = meter.guard();
        meter.start(None);
        meter.reach(5);
        drop(guard);
        let seen: Vec<_> = stream.collect().await;
        assert_eq!(
            seen.last()
                .map(|progress| (progress.transferred, progress.fraction())),
            Some((5, None))
        );
    }
}
