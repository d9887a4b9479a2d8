//! What happens to a client's session, as a state to look at and as a stream of events.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::stream::{self, BoxStream, StreamExt as _};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use super::{AuthUser, Session};
use crate::error::Error;

/// As many events wait for a slow listener; the oldest give way.
pub(super) const CAPACITY: usize = 64;

/// Who a client acts as, at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionState {
    /// The session store has not been read yet. The first call does, or [`Auth::load`](super::Auth::load).
    NotLoaded,
    /// Nobody is signed in; calls carry the anon key.
    SignedOut,
    /// A user is signed in, or a token was given by [`Auth::set_access_token`](super::Auth::set_access_token) or a
    /// token provider.
    SignedIn,
    /// The access token has run out.
    Expired {
        /// Whether the next call renews it. If not, somebody has to sign in again: the client fails every call of an
        /// ended session with [`Unauthorized`](crate::ErrorKind::Unauthorized), and the server refuses a token that
        /// was handed in.
        renewable: bool,
    },
}

/// Something that happened to a client's session; from [`Auth::events`](super::Auth::events).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum SessionEvent {
    /// A user has signed in, or a session was set.
    SignedIn(Session),
    /// The session has new tokens.
    Refreshed(Session),
    /// The account's data in the session has changed.
    UserUpdated(AuthUser),
    /// The user has signed out, here or in another process that shares the session store.
    SignedOut,
    /// The server has refused to renew the session: the user has to sign in again.
    Expired,
    /// The session store could not be read or written. The session goes on in memory.
    StoreFailed(Arc<Error>),
    /// The listener was slow, and so many events are lost to it. [`Auth::state`](super::Auth::state) tells how
    /// things stand.
    Missed(u64),
}

/// The events of a client's session, from the moment it was made. Ends when the client and all its handles are gone.
pub struct SessionEvents(BoxStream<'static, SessionEvent>);

impl SessionEvents {
    pub(super) fn new(receiver: broadcast::Receiver<SessionEvent>) -> Self {
        let events = stream::unfold(receiver, |mut receiver| async move {
            let event = match receiver.recv().await {
                Ok(event) => event,
                Err(RecvError::Lagged(missed)) => SessionEvent::Missed(missed),
                Err(RecvError::Closed) => return None,
            };
            Some((event, receiver))
        });
        Self(events.boxed())
    }
}

impl Stream for SessionEvents {
    type Item = SessionEvent;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<SessionEvent>> {
        self.0.poll_next_unpin(context)
    }
}

impl fmt::Debug for SessionEvents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionEvents")
    }
}
