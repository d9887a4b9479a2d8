//! The place where a client keeps who is signed in: one a client, shared by its clones.
//!
//! Its lock is held for a moment only, never while something is awaited and never while code of the program runs.
//! Whatever takes longer (the network, a store, a token provider) runs on a task of its own and comes back with the
//! number of the token it started from: if there is a newer one by then, it is late and changes nothing.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Instant;

use tokio::sync::{broadcast, watch};

use super::events::{CAPACITY, SessionEvent, SessionState};
use super::expiry::{Clock, Expiry, Now, Phase};
use super::flight::Flight;
use super::provider::Provider;
use super::store::SessionStore;
use super::{AuthUser, Session};
use crate::http::{Bearer, Mark};

/// One a client. Its clones and their handles share it.
#[allow(unreachable_pub, reason = "named by the sealed trait of the roles")]
pub struct SessionCell {
    pub(super) anon: Bearer,
    pub(super) store: Option<Arc<dyn SessionStore>>,
    pub(super) provider: Option<Provider>,
    pub(super) clock: Clock,
    state: RwLock<State>,
    events: broadcast::Sender<SessionEvent>,
    /// The current lineage, for work that is pointless once it changes.
    pub(super) lineages: watch::Sender<u64>,
    /// The last version that the store has, or has failed to take.
    pub(super) saved: watch::Sender<u64>,
    #[cfg(feature = "verify")]
    pub(super) keys: std::sync::OnceLock<Arc<super::verify::Keys>>,
}

/// Who the client acts as.
#[derive(Clone)]
pub(super) enum Identity {
    Nobody,
    Session(Arc<Session>),
    /// A token that no session belongs to.
    Token(Arc<HandedIn>),
    /// The server has refused to renew the session.
    Ended,
}

pub(super) struct HandedIn {
    pub(super) bearer: Bearer,
    pub(super) expiry: Expiry,
    /// Whether the token provider has given it, and can give another.
    pub(super) provided: bool,
}

pub(super) struct State {
    pub(super) identity: Identity,
    /// Grows with every sign-in and sign-out: a change of *who*.
    pub(super) lineage: u64,
    /// Grows with every new token, and so with every lineage.
    pub(super) turn: u64,
    /// Grows with every change that a store has to know.
    pub(super) version: u64,
    /// Whether the store has been read, or need not be any more.
    pub(super) loaded: bool,
    /// Whether the store holds this session, as far as is known.
    pub(super) stored: bool,
    /// The store holds another user's session by now, which another process has put there. It is left alone.
    pub(super) detached: bool,
    pub(super) loading: Option<Flight>,
    /// The renewal under way, and the turn it started from.
    pub(super) renewing: Option<(u64, Flight)>,
    /// No renewal ahead of the token's end before this moment, since the last one has failed.
    pub(super) paused_until: Option<Instant>,
    pub(super) writing: bool,
}

impl SessionCell {
    pub(crate) fn new(
        anon: Bearer,
        store: Option<Arc<dyn SessionStore>>,
        provider: Option<Provider>,
    ) -> Self {
        let state = State {
            identity: Identity::Nobody,
            lineage: 0,
            turn: 0,
            version: 0,
            loaded: store.is_none(),
            stored: false,
            detached: false,
            loading: None,
            renewing: None,
            paused_until: None,
            writing: false,
        };
        Self {
            anon,
            store,
            provider,
            clock: Clock::default(),
            state: RwLock::new(state),
            events: broadcast::Sender::new(CAPACITY),
            lineages: watch::Sender::new(0),
            saved: watch::Sender::new(0),
            #[cfg(feature = "verify")]
            keys: std::sync::OnceLock::new(),
        }
    }

    // A poisoned lock means a panic elsewhere. Every change below is made whole before the lock is let go.
    pub(super) fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The session, where there is one.
    pub(super) fn session(&self) -> Option<Arc<Session>> {
        self.read().identity.session().cloned()
    }

    /// Makes somebody else, or nobody, of who is signed in. Returns who it was, and the version to wait for if the
    /// store matters.
    pub(super) fn set(&self, identity: Identity) -> (Identity, u64) {
        let mut state = self.write();
        state.lineage += 1;
        state.loaded = true;
        if identity.session().is_some() {
            state.detached = false;
        }
        let before = state.put(identity);
        self.announce(&state, &before);
        (before, state.version)
    }

    /// Takes what the store had. Changes nothing if somebody has signed in meanwhile.
    pub(super) fn take_stored(&self, session: Option<Session>) {
        let mut state = self.write();
        if state.loaded {
            return;
        }
        state.loaded = true;
        if let Some(session) = session {
            state.lineage += 1;
            let before = state.put(Identity::Session(Arc::new(session)));
            state.stored = true;
            self.announce(&state, &before);
        }
    }

    /// Replaces the token of this turn by what came of its renewal: the same user's new one, or none. Does nothing if
    /// there is a newer one already. Returns the version to wait for.
    pub(super) fn replace(&self, turn: u64, identity: Identity) -> Option<u64> {
        let mut state = self.write();
        if state.turn != turn {
            return None;
        }
        // An ended session is still that user's: its calls fail and are not sent as nobody's.
        if matches!(identity, Identity::Nobody) {
            state.lineage += 1;
        }
        let before = state.put(identity);
        self.announce(&state, &before);
        Some(state.version)
    }

    /// Replaces the token of this turn by one that another process has put into the store.
    pub(super) fn adopt(&self, turn: u64, session: Session) {
        if self.replace(turn, Identity::Session(Arc::new(session))).is_some() {
            self.write().stored = true;
        }
    }

    /// Changes the account's data in the session of this user; the tokens stay. Returns the version to wait for.
    pub(super) fn update_user(&self, id: &str, change: impl FnOnce(&mut AuthUser)) -> Option<u64> {
        let mut state = self.write();
        let session = state.identity.session().filter(|session| session.user.id == id)?;
        let mut session = Session::clone(session);
        change(&mut session.user);
        let user = session.user.clone();
        state.identity = Identity::Session(Arc::new(session));
        state.version += 1;
        let _ = self.events.send(SessionEvent::UserUpdated(user));
        Some(state.version)
    }

    /// Tells the listeners what a change was. Sending wakes tasks and runs none of their code, so that it may happen
    /// under the lock, which keeps the events in the order of the changes.
    fn announce(&self, state: &State, before: &Identity) {
        let renewed = *self.lineages.borrow() == state.lineage;
        if !renewed {
            self.lineages.send_replace(state.lineage);
        }
        let event = match &state.identity {
            Identity::Session(session) if renewed => SessionEvent::Refreshed(Session::clone(session)),
            Identity::Session(session) => SessionEvent::SignedIn(Session::clone(session)),
            Identity::Ended => SessionEvent::Expired,
            Identity::Nobody if !matches!(before, Identity::Nobody) => SessionEvent::SignedOut,
            Identity::Nobody | Identity::Token(_) => return,
        };
        let _ = self.events.send(event);
    }

    pub(super) fn tell(&self, event: SessionEvent) {
        let _ = self.events.send(event);
    }

    pub(super) fn listen(&self) -> broadcast::Receiver<SessionEvent> {
        self.events.subscribe()
    }

    /// How things stand, without asking anybody.
    pub(super) fn status(&self) -> SessionState {
        let state = self.read();
        if !state.loaded {
            return SessionState::NotLoaded;
        }
        match &state.identity {
            Identity::Nobody => SessionState::SignedOut,
            Identity::Ended => SessionState::Expired { renewable: false },
            _ if state.identity.phase(self.clock.now()) != Phase::Over => SessionState::SignedIn,
            identity => SessionState::Expired {
                renewable: identity.is_renewable(),
            },
        }
    }
}

impl State {
    fn put(&mut self, identity: Identity) -> Identity {
        self.turn += 1;
        self.version += 1;
        self.paused_until = None;
        std::mem::replace(&mut self.identity, identity)
    }

    pub(super) fn mark(&self) -> Mark {
        Mark {
            lineage: self.lineage,
            turn: self.turn,
        }
    }
}

impl Identity {
    pub(super) fn session(&self) -> Option<&Arc<Session>> {
        match self {
            Self::Session(session) => Some(session),
            _ => None,
        }
    }

    pub(super) fn bearer(&self) -> Option<&Bearer> {
        match self {
            Self::Session(session) => Some(session.bearer()),
            Self::Token(token) => Some(&token.bearer),
            Self::Nobody | Self::Ended => None,
        }
    }

    pub(super) fn phase(&self, now: Now) -> Phase {
        match self {
            Self::Session(session) => session.expiry().phase(now),
            Self::Token(token) => token.expiry.phase(now),
            Self::Nobody | Self::Ended => Phase::Fresh,
        }
    }

    /// Whether there is a way to another token for the same user.
    pub(super) fn is_renewable(&self) -> bool {
        match self {
            Self::Session(session) => session.refresh_token().is_some(),
            Self::Token(token) => token.provided,
            Self::Nobody | Self::Ended => false,
        }
    }
}

impl fmt::Debug for SessionCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionCell")
            .field("state", &self.status())
            .field("store", &self.store)
            .field("provider", &self.provider)
            .finish_non_exhaustive()
    }
}
