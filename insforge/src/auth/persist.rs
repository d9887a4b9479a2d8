//! Reading and writing the session store.

use std::sync::Arc;
use std::time::Duration;

use super::cell::{Identity, SessionCell};
use super::events::SessionEvent;
use super::flight::Flight;
use super::store::StoreError;
use crate::error::{Error, ErrorKind, Result};
use crate::http::runtime;

/// The longest that a caller waits for the store to be written.
const LIMIT: Duration = Duration::from_secs(10);

/// Says that the store failed. The session goes on in memory.
pub(super) fn failed(cell: &SessionCell, what: &str, error: StoreError) {
    let error =
        Error::new(ErrorKind::Store, format!("the session store cannot be {what}")).with_source(error);
    tracing::warn!(%error, "the session is kept in memory only");
    cell.tell(SessionEvent::StoreFailed(Arc::new(error)));
}

impl SessionCell {
    /// Reads the store, unless that has happened already.
    ///
    /// # Errors
    /// [`ErrorKind::Store`] where it cannot be read; the next call tries again.
    pub(super) async fn load(self: &Arc<Self>) -> Result<()> {
        let Some(store) = &self.store else { return Ok(()) };
        if self.read().loaded {
            return Ok(());
        }
        let runtime = runtime()?;
        let flight = {
            let mut state = self.write();
            match &state.loading {
                _ if state.loaded => return Ok(()),
                Some(flight) if flight.is_under_way() => flight.clone(),
                _ => {
                    let (cell, store) = (Arc::clone(self), Arc::clone(store));
                    let flight = Flight::start(&runtime, async move {
                        let found = store.load().await.map_err(|error| {
                            Error::new(
                                ErrorKind::Store,
                                "the session store cannot be read; sign in again to replace what it holds",
                            )
                            .with_source(error)
                        })?;
                        cell.take_stored(found);
                        Ok(())
                    });
                    state.loading = Some(flight.clone());
                    flight
                }
            }
        };
        flight.landed().await
    }

    /// Waits until the store has this version or a later one. The writing itself goes on if nobody waits any more.
    pub(super) async fn persisted(self: &Arc<Self>, version: u64) {
        if self.store.is_none() {
            return;
        }
        let Ok(runtime) = runtime() else { return };
        if !std::mem::replace(&mut self.write().writing, true) {
            runtime.spawn(Writing::of(self).run());
        }
        let mut saved = self.saved.subscribe();
        let wait = saved.wait_for(|saved| *saved >= version);
        if tokio::time::timeout(LIMIT, wait).await.is_err() {
            failed(self, "written in time", "it takes longer than 10 s".into());
        }
    }
}

/// The one task that writes the store. It writes what is current when it comes to it, so that an older state never
/// follows a newer one.
struct Writing {
    cell: Arc<SessionCell>,
    finished: bool,
}

impl Writing {
    fn of(cell: &Arc<SessionCell>) -> Self {
        Self {
            cell: Arc::clone(cell),
            finished: false,
        }
    }

    async fn run(mut self) {
        let Some(store) = self.cell.store.clone() else {
            return;
        };
        while !self.finished {
            let (version, detached, identity) = {
                let state = self.cell.read();
                (state.version, state.detached, state.identity.clone())
            };
            let written = match &identity {
                _ if detached => Ok(()),
                Identity::Session(session) => store.save(session).await,
                Identity::Nobody | Identity::Ended | Identity::Token(_) => store.clear().await,
            };
            let stored = written.is_ok() && identity.session().is_some() && !detached;
            if let Err(error) = written {
                failed(&self.cell, "written", error);
            }
            let mut state = self.cell.write();
            if state.version == version {
                state.stored = stored;
                state.writing = false;
                self.finished = true;
            }
            drop(state);
            self.cell.saved.send_replace(version);
        }
    }
}

impl Drop for Writing {
    /// Where the runtime ends in the middle, the next change is written by another task.
    fn drop(&mut self) {
        if !self.finished {
            self.cell.write().writing = false;
        }
    }
}
