//! One piece of work that any number of callers wait for.

use std::future::Future;
use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::watch;

use crate::error::{Error, ErrorKind, Result};

/// Work on a task of its own: it goes on when those who wait for it go away.
#[derive(Clone, Debug)]
pub(crate) struct Flight(watch::Receiver<Option<Result<(), Arc<Error>>>>);

impl Flight {
    pub(crate) fn start(runtime: &Handle, work: impl Future<Output = Result<()>> + Send + 'static) -> Self {
        let (sender, receiver) = watch::channel(None);
        runtime.spawn(async move {
            let result = work.await.map_err(Arc::new);
            sender.send_replace(Some(result));
        });
        Self(receiver)
    }

    /// Whether the work is still going on. It is not when its runtime has ended, result or no result.
    pub(crate) fn is_under_way(&self) -> bool {
        self.0.borrow().is_none() && self.0.has_changed().is_ok()
    }

    /// Waits for the end of the work.
    ///
    /// # Errors
    /// The work's own, or [`ErrorKind::Interrupted`] where it ended without a result.
    pub(crate) async fn landed(mut self) -> Result<()> {
        match self.0.wait_for(Option::is_some).await.as_deref() {
            Ok(Some(Err(error))) => Err(Error::share(error)),
            Ok(_) => Ok(()),
            Err(_) => Err(Error::new(
                ErrorKind::Interrupted,
                "the session was being renewed on a runtime that has ended; try again",
            )),
        }
    }
}
