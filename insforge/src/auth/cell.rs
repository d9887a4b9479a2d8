//! The place where a client keeps who is signed in. It renews nothing by itself: an expired token stays until
//! [`refresh_session`](super::Auth::refresh_session) or a sign-in replaces it.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use super::Session;
use crate::http::{Bearer, TokenSource};

/// One a client, shared by its clones. The lock is held for a moment only, never while something is awaited.
#[allow(unreachable_pub, reason = "named by the sealed trait of the roles")]
pub struct SessionCell {
    anon: Bearer,
    state: RwLock<State>,
}

struct State {
    /// Grows with every change, so that a late answer can tell that it is late.
    generation: u64,
    session: Option<Arc<Session>>,
}

impl SessionCell {
    pub(crate) fn new(anon: Bearer) -> Self {
        Self {
            anon,
            state: RwLock::new(State {
                generation: 0,
                session: None,
            }),
        }
    }

    /// The project's key, for calls that are nobody's.
    pub(super) fn anon(&self) -> Bearer {
        self.anon.clone()
    }

    /// The session and the number of its generation.
    pub(super) fn get(&self) -> (u64, Option<Arc<Session>>) {
        // A poisoned lock means a panic elsewhere; what it guards is replaced whole and so never half-written.
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        (state.generation, state.session.clone())
    }

    /// Replaces whatever is there, and returns it.
    pub(super) fn set(&self, session: Option<Arc<Session>>) -> Option<Arc<Session>> {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.generation = state.generation.wrapping_add(1);
        std::mem::replace(&mut state.session, session)
    }

    /// Replaces the session of this generation. A newer one stays as it is; the answer says which happened.
    pub(super) fn replace(&self, generation: u64, session: Option<Arc<Session>>) -> bool {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let current = state.generation == generation;
        if current {
            state.generation = generation.wrapping_add(1);
            state.session = session;
        }
        current
    }
}

impl TokenSource for SessionCell {
    fn bearer(&self) -> Bearer {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state
            .session
            .as_ref()
            .map_or(&self.anon, |session| session.bearer())
            .clone()
    }
}

impl fmt::Debug for SessionCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signed_in = self.get().1.is_some();
        f.debug_struct("SessionCell")
            .field("signed_in", &signed_in)
            .finish_non_exhaustive()
    }
}
