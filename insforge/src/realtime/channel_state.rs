//! One channel: how far its subscription is, its readers, its members, and the messages on their way.

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::sync::{broadcast, oneshot, watch};
use tokio::time::Instant;

use super::Member;
use super::delivery::{Delivery, Outgoing, Reader};
use super::presence::Presence;
use super::wire::Packet;
use crate::error::{Error, Result};

/// One channel that somebody wants.
#[derive(Debug)]
pub(super) struct ChannelState {
    pub(super) phase: Phase,
    pub(super) deliveries: broadcast::Sender<Delivery>,
    pub(super) members: watch::Sender<Vec<Member>>,
    pub(super) presence: Presence,
    /// Subscribers who wait to hear whether it worked.
    pub(super) waiting: Vec<oneshot::Sender<Result<Reader>>>,
    /// Whether readers have lost a connection since they heard from the channel last.
    pub(super) gap: bool,
    pub(super) outgoing: VecDeque<Outgoing>,
    /// When the first of `outgoing` was sent, if it was.
    pub(super) sent: Option<Instant>,
}

/// How far a subscription has come at the server.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Wanted,
    Asked,
    Joined,
    /// Refused; asked for again when the client's user changes.
    Refused,
}

impl ChannelState {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            phase: Phase::Wanted,
            deliveries: broadcast::Sender::new(capacity),
            members: watch::Sender::new(Vec::new()),
            presence: Presence::default(),
            waiting: Vec::new(),
            gap: false,
            outgoing: VecDeque::new(),
            sent: None,
        }
    }

    pub(super) fn reader(&self) -> Reader {
        Reader {
            deliveries: self.deliveries.subscribe(),
            members: self.members.subscribe(),
        }
    }

    /// Nobody listening is no failure: the reader's end is on its way to the hub.
    pub(super) fn deliver(&self, delivery: Delivery) {
        let _ = self.deliveries.send(delivery);
    }

    pub(super) fn joined(&mut self, members: Vec<Member>) {
        self.phase = Phase::Joined;
        self.presence.replace(members);
        self.members.send_replace(self.presence.list());
        // Before any message of the new connection.
        if std::mem::take(&mut self.gap) {
            self.deliver(Delivery::Gap);
        }
        for reply in std::mem::take(&mut self.waiting) {
            let _ = reply.send(Ok(self.reader()));
        }
    }

    pub(super) fn fail(&mut self, error: &Arc<Error>) {
        self.phase = Phase::Refused;
        for reply in self.waiting.drain(..) {
            let _ = reply.send(Err(Error::share(error)));
        }
        self.deliver(Delivery::Failed(Arc::clone(error)));
    }

    pub(super) fn delivered(&mut self, result: Result<()>) {
        self.sent = None;
        if let Some(outgoing) = self.outgoing.pop_front() {
            let _ = outgoing.done.send(result);
        }
    }

    pub(super) fn send_next(&mut self) -> Option<Packet> {
        if self.sent.is_some() {
            return None;
        }
        // Whoever does not wait any more does not want it sent either.
        while self.outgoing.front().is_some_and(|next| next.done.is_closed()) {
            self.outgoing.pop_front();
        }
        let next = self.outgoing.front()?;
        self.sent = Some(Instant::now());
        Some(Packet::event("realtime:publish", &next.body(), None))
    }
}
