//! The project's public keys, kept for a while.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use ::http::Method;
use serde::Deserialize;
use serde_json::Value;

use super::super::expiry::Clock;
use super::super::flight::Flight;
use super::signature::Key;
use crate::error::Result;
use crate::http::{Caller, Request, Target, runtime};

const FETCH: &str = "auth.jwks";

/// How long keys are good for without asking again.
const LIFE: Duration = Duration::from_secs(10 * 60);

/// The least time between two fetches: tokens with made-up keys must not become calls.
const COOL_DOWN: Duration = Duration::from_secs(30);

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Value>,
}

/// One a client.
#[derive(Default)]
pub(in super::super) struct Keys {
    pub(in super::super) clock: Clock,
    state: RwLock<State>,
}

#[derive(Default)]
struct State {
    keys: Option<Arc<[Arc<Key>]>>,
    fetched: Option<Instant>,
    /// The last fetch, also one that failed.
    asked: Option<Instant>,
    fetching: Option<Flight>,
}

impl Keys {
    /// The keys that a token may be signed by: those of this id, or all if it names none.
    ///
    /// # Errors
    /// Those of the call, where there are no keys yet.
    pub(super) async fn find(self: &Arc<Self>, id: Option<&str>, caller: &Caller) -> Result<Vec<Arc<Key>>> {
        let now = self.clock.now().steady;
        let (known, flight) = {
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            let known = state.select(id);
            let within = |moment: Option<Instant>, limit| {
                moment.is_some_and(|moment| now.saturating_duration_since(moment) < limit)
            };
            let fresh = within(state.fetched, LIFE) && known.as_ref().is_some_and(|keys| !keys.is_empty());
            let cooling = state.keys.is_some() && within(state.asked, COOL_DOWN);
            if fresh || (cooling && !state.is_fetching()) {
                return Ok(known.unwrap_or_default());
            }
            (known, self.fetch(&mut state, caller, now)?)
        };
        match (flight.landed().await, known) {
            // The old keys are better than none.
            (Err(error), Some(known)) => {
                tracing::warn!(%error, "the project's keys cannot be fetched; the last ones stay in use");
                Ok(known)
            }
            (Err(error), None) => Err(error),
            (Ok(()), _) => {
                let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
                Ok(state.select(id).unwrap_or_default())
            }
        }
    }

    /// Fetches the keys, or joins whoever does.
    fn fetch(self: &Arc<Self>, state: &mut State, caller: &Caller, now: Instant) -> Result<Flight> {
        if let Some(flight) = state.fetching.as_ref().filter(|flight| flight.is_under_way()) {
            return Ok(flight.clone());
        }
        state.asked = Some(now);
        let (keys, caller) = (Arc::clone(self), caller.clone());
        let flight = Flight::start(&runtime()?, async move {
            let target = Target::new("/.well-known/jwks.json").finish();
            let answer = caller.send(Request::new(FETCH, Method::GET, target)).await?;
            let set: KeySet = answer.decode(FETCH)?;
            let found = set.keys.iter().filter_map(Key::read).map(Arc::new).collect();
            let mut state = keys.state.write().unwrap_or_else(PoisonError::into_inner);
            state.keys = Some(found);
            state.fetched = Some(keys.clock.now().steady);
            Ok(())
        });
        state.fetching = Some(flight.clone());
        Ok(flight)
    }
}

impl State {
    fn select(&self, id: Option<&str>) -> Option<Vec<Arc<Key>>> {
        let keys = self.keys.as_ref()?.iter();
        let fitting = keys.filter(|key| id.is_none() || key.id.as_deref() == id);
        Some(fitting.cloned().collect())
    }

    fn is_fetching(&self) -> bool {
        self.fetching.as_ref().is_some_and(Flight::is_under_way)
    }
}
