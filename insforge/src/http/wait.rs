//! Waiting for one phase of a call: no longer than its own limit, and not past the end of the whole call.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use tokio::time::Instant;

use super::outcome::{Failed, Failure};
use super::upload::Progress;
use crate::error::{Error, ErrorKind};

/// A limit that stands for none, where adding a program's own would overflow the clock.
pub(super) const FAR: Duration = Duration::from_secs(60 * 60 * 24 * 365);

/// This much later, or as good as never.
pub(super) fn after(start: Instant, limit: Duration) -> Instant {
    start.checked_add(limit).unwrap_or(start + FAR)
}

/// The limits of a phase.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wait {
    /// The longest time for the phase.
    pub(super) limit: Duration,
    /// The end of the whole call.
    pub(super) deadline: Instant,
    /// The limit that led to `deadline`, for the message.
    pub(super) whole: Duration,
    /// What is waited for, for the message.
    pub(super) phase: &'static str,
}

impl Wait {
    /// Waits for one piece of work.
    pub(super) async fn work<T>(
        &self,
        host: &str,
        work: impl Future<Output = reqwest::Result<T>>,
    ) -> Result<T, Failed> {
        let end = after(Instant::now(), self.limit).min(self.deadline);
        match tokio::time::timeout_at(end, work).await {
            Ok(done) => done.map_err(|error| Failed::from_transport(error, host)),
            Err(_) => Err(self.passed()),
        }
    }

    /// Waits for the answer to a body that is on its way: the limit counts from the last piece that left.
    pub(super) async fn reply<T>(
        &self,
        progress: &Progress,
        host: &str,
        work: impl Future<Output = reqwest::Result<T>>,
    ) -> Result<T, Failed> {
        let mut work = pin!(work);
        loop {
            let end = after(progress.last(), self.limit).min(self.deadline);
            if let Ok(done) = tokio::time::timeout_at(end, &mut work).await {
                return done.map_err(|error| Failed::from_transport(error, host));
            }
            if end == self.deadline || after(progress.last(), self.limit) <= end {
                return Err(self.passed());
            }
        }
    }

    fn passed(&self) -> Failed {
        let (what, limit) = if Instant::now() >= self.deadline {
            ("the call", self.whole)
        } else {
            (self.phase, self.limit)
        };
        let error = Error::new(ErrorKind::Timeout, format!("{what} took longer than {limit:?}"));
        Failed::new(Failure::Final, error)
    }
}
