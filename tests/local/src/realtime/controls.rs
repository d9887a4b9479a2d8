use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;

use crate::wire::Shears;

/// How many events are remembered; older ones are forgotten.
const KEPT: usize = 10_000;

/// What a socket has sent: a client's event, or `connect` with its credential.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SocketEvent {
    /// The name, such as `realtime:subscribe`.
    pub name: String,
    /// What came with it.
    pub body: Value,
}

#[derive(Debug, Default)]
struct Inner {
    open: HashMap<String, Shears>,
    events: VecDeque<SocketEvent>,
    refusals: usize,
    ack_delay: Option<Duration>,
}

/// Steers the sockets of an instance and shows what they have sent. Cheap to clone; all clones steer the same
/// instance.
///
/// ```no_run
/// # async fn demo() -> Result<(), insforge_local::Error> {
/// let local = insforge_local::Local::start().await?;
/// // As if a cable had been pulled.
/// local.realtime().drop_all();
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct RealtimeControls(Arc<Mutex<Inner>>);

impl RealtimeControls {
    /// Resets the connections of all sockets, without a goodbye.
    pub fn drop_all(&self) {
        for (_, shears) in self.lock().open.drain() {
            shears.cut();
        }
    }

    /// Lets nothing pass in either direction on the connections that are open now, until [`resume`](Self::resume).
    pub fn stall(&self) {
        for shears in self.lock().open.values() {
            shears.hold(true);
        }
    }

    /// Lets everything pass again, what was held back first.
    pub fn resume(&self) {
        for shears in self.lock().open.values() {
            shears.hold(false);
        }
    }

    /// The next `times` credentials are refused, whatever they are.
    pub fn refuse(&self, times: usize) {
        self.lock().refusals = times;
    }

    /// Answers to subscriptions come this much later; `None` at once.
    pub fn delay_acks(&self, delay: Option<Duration>) {
        self.lock().ack_delay = delay;
    }

    /// How many sockets are connected.
    pub fn open(&self) -> usize {
        self.lock().open.len()
    }

    /// What sockets have sent so far, the oldest first; the last ten thousand events are remembered.
    pub fn events(&self) -> Vec<SocketEvent> {
        self.lock().events.iter().cloned().collect()
    }

    /// How many events of this name have been sent for this channel.
    pub fn count(&self, name: &str, channel: &str) -> usize {
        let inner = self.lock();
        let events = inner.events.iter();
        events
            .filter(|event| event.name == name && event.body.get("channel").is_some_and(|it| it == channel))
            .count()
    }

    /// Forgets the events so far.
    pub fn clear_events(&self) {
        self.lock().events.clear();
    }

    pub(super) fn note(&self, name: &str, body: Value) {
        let mut inner = self.lock();
        if inner.events.len() == KEPT {
            inner.events.pop_front();
        }
        inner.events.push_back(SocketEvent {
            name: name.to_owned(),
            body,
        });
    }

    pub(super) fn opened(&self, socket: &str, shears: Shears) {
        self.lock().open.insert(socket.to_owned(), shears);
    }

    pub(super) fn closed(&self, socket: &str) {
        self.lock().open.remove(socket);
    }

    pub(super) fn take_refusal(&self) -> bool {
        let mut inner = self.lock();
        let due = inner.refusals > 0;
        inner.refusals -= usize::from(due);
        due
    }

    pub(super) fn ack_delay(&self) -> Option<Duration> {
        self.lock().ack_delay
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
