//! What is subscribed to, and what came of it: all of a connection's logic, without the connection.
//!
//! Channels are a wish that outlives connections. Each new one asks for them again; answers carry the number they were
//! asked by, and what was asked on an earlier connection is forgotten with it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use serde_json::value::RawValue;
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::answers::{PresenceChange, Problem, SubscribeAck};
use super::channel_name::ChannelName;
use super::channel_state::{ChannelState, Phase};
use super::delivery::{Delivery, Outgoing, Reader};
use super::echo;
use super::message::RawMessage;
use super::wire::{Arguments, Kind, Packet};
use crate::error::{Error, ErrorKind, Result};

/// The largest buffer: places are set aside for it with each channel.
const MAX_CAPACITY: usize = 1 << 16;

/// How long the server may take to answer a subscription or to deliver a message.
const ANSWER: Duration = Duration::from_secs(10);

#[derive(Debug, Default)]
pub(super) struct Hub {
    channels: HashMap<ChannelName, ChannelState>,
    asked: HashMap<u64, (ChannelName, Instant)>,
    next_id: u64,
    connected: bool,
    /// The largest message that the server takes: a larger one would cost the connection.
    max_message: usize,
    capacity: usize,
}

impl Hub {
    /// `capacity` is how many messages a slow reader may lie behind.
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            capacity: capacity.clamp(1, MAX_CAPACITY),
            ..Self::default()
        }
    }

    /// Whether anybody wants anything of the server.
    pub(super) fn is_idle(&self) -> bool {
        self.channels.is_empty()
    }

    /// Somebody wants to read a channel. The answer comes when the server has given its own.
    pub(super) fn subscribe(
        &mut self,
        name: &ChannelName,
        reply: oneshot::Sender<Result<Reader>>,
    ) -> Vec<Packet> {
        let channel = self
            .channels
            .entry(name.clone())
            .or_insert_with(|| ChannelState::new(self.capacity));
        match channel.phase {
            Phase::Joined => {
                let _ = reply.send(Ok(channel.reader()));
                return Vec::new();
            }
            Phase::Wanted | Phase::Asked => channel.waiting.push(reply),
            // Permissions may have changed since.
            Phase::Refused => {
                channel.phase = Phase::Wanted;
                channel.waiting.push(reply);
            }
        }
        self.ask()
    }

    /// A reader is gone, or a subscriber has given up. The server hears of it when there is none left.
    pub(super) fn release(&mut self, name: &ChannelName) -> Option<Packet> {
        let channel = self.channels.get_mut(name)?;
        channel.waiting.retain(|reply| !reply.is_closed());
        if channel.deliveries.receiver_count() > 0 || !channel.waiting.is_empty() {
            return None;
        }
        let mut channel = self.channels.remove(name)?;
        for outgoing in channel.outgoing.drain(..) {
            let _ = outgoing.done.send(Err(not_subscribed()));
        }
        // The server lets a client in while it asks its database: what is not answered yet is ended when it is.
        (channel.phase == Phase::Joined && self.connected).then(|| unsubscribe(name))
    }

    /// Sends a message, once those before it on the same channel are delivered: an error of the server's names its
    /// channel and nothing more.
    pub(super) fn publish(&mut self, outgoing: Outgoing) -> Option<Packet> {
        let Some(channel) = self.channels.get_mut(&outgoing.channel) else {
            let _ = outgoing.done.send(Err(not_subscribed()));
            return None;
        };
        if !self.connected || channel.phase != Phase::Joined {
            let _ = outgoing.done.send(Err(Error::new(
                ErrorKind::Connect,
                "the connection is down at the moment; the message was not sent",
            )));
            return None;
        }
        let size = outgoing.size();
        if size > self.max_message {
            let _ = outgoing.done.send(Err(Error::request(format!(
                "the message has {size} bytes, and the server takes {}; store the data and publish where it is",
                self.max_message
            ))));
            return None;
        }
        channel.outgoing.push_back(outgoing);
        channel.send_next()
    }

    /// A connection is there. What is wanted is asked for; what was refused too, if the client's user has changed.
    pub(super) fn connected(&mut self, other_user: bool, max_message: usize) -> Vec<Packet> {
        self.connected = true;
        self.max_message = max_message;
        if other_user {
            for channel in self.channels.values_mut() {
                if channel.phase == Phase::Refused {
                    channel.phase = Phase::Wanted;
                }
            }
        }
        self.ask()
    }

    /// The connection is gone. Messages that the server has not delivered are lost or not, which nobody can tell.
    pub(super) fn disconnected(&mut self) {
        self.connected = false;
        self.asked.clear();
        for channel in self.channels.values_mut() {
            channel.gap |= channel.phase == Phase::Joined;
            if channel.phase != Phase::Refused {
                channel.phase = Phase::Wanted;
            }
            let sent = channel.sent.take().is_some();
            for (index, outgoing) in channel.outgoing.drain(..).enumerate() {
                let (kind, message) = if sent && index == 0 {
                    (
                        ErrorKind::Interrupted,
                        "the connection broke before the message came back; whether it was delivered is unknown",
                    )
                } else {
                    (
                        ErrorKind::Connect,
                        "the connection broke; the message was not sent",
                    )
                };
                let _ = outgoing.done.send(Err(Error::new(kind, message)));
            }
        }
    }

    /// The server does not take the credential. Nobody is served until the user changes.
    pub(super) fn refused(&mut self, error: &Arc<Error>) {
        self.disconnected();
        for channel in self.channels.values_mut() {
            channel.fail(error);
        }
        self.forget_unread();
    }

    /// When something has to be given up, at the earliest.
    pub(super) fn next_deadline(&self) -> Option<Instant> {
        let asked = self.asked.values().map(|(_, at)| *at);
        let sent = self.channels.values().filter_map(|channel| channel.sent);
        asked.chain(sent).min().and_then(|at| at.checked_add(ANSWER))
    }

    /// Gives up what the server has not answered in time. `true` if the connection is of no more use.
    pub(super) fn expire(&mut self, now: Instant) -> (bool, Vec<Packet>) {
        let late = |at: Instant| now.saturating_duration_since(at) >= ANSWER;
        let dead = self.asked.values().any(|(_, at)| late(*at));
        let mut packets = Vec::new();
        for channel in self.channels.values_mut() {
            if channel.sent.is_some_and(late) {
                channel.delivered(Err(Error::new(
                    ErrorKind::Timeout,
                    format!("the server has not delivered the message within {ANSWER:?}; whether it will is unknown"),
                )));
                packets.extend(channel.send_next());
            }
        }
        (dead, packets)
    }

    /// Takes a packet of the server's.
    pub(super) fn take(&mut self, packet: Packet) -> Vec<Packet> {
        match packet.kind {
            Kind::Ack { id, arguments } => self.answered(id, &arguments),
            Kind::Event { arguments, .. } => self.told(&arguments),
            Kind::Connect(_) | Kind::Disconnect | Kind::ConnectError(_) => Vec::new(),
        }
    }

    fn answered(&mut self, id: u64, arguments: &Arguments) -> Vec<Packet> {
        // Of an earlier connection.
        let Some((name, _)) = self.asked.remove(&id) else {
            return Vec::new();
        };
        let ack = arguments
            .values
            .first()
            .and_then(|value| serde_json::from_str::<SubscribeAck>(value.get()).ok());
        let Some(channel) = self.channels.get_mut(&name) else {
            let joined = ack.is_some_and(|ack| ack.ok);
            return joined.then(|| unsubscribe(&name)).into_iter().collect();
        };
        match ack {
            Some(SubscribeAck {
                ok: true, presence, ..
            }) => {
                channel.joined(presence.map(|presence| presence.members).unwrap_or_default());
            }
            Some(SubscribeAck {
                error: Some(problem), ..
            }) => channel.fail(&Arc::new(problem.error())),
            _ => channel.fail(&Arc::new(Error::decode(
                "the server's answer to the subscription cannot be read",
            ))),
        }
        self.forget_unread();
        Vec::new()
    }

    fn told(&mut self, arguments: &Arguments) -> Vec<Packet> {
        let (Some(name), Some(value)) = (arguments.name(), arguments.values.get(1)) else {
            return Vec::new();
        };
        match name.as_str() {
            "realtime:error" => return self.problem(value),
            "presence:join" | "presence:leave" => self.presence(&name, value),
            _ => return self.message(name, value),
        }
        Vec::new()
    }

    fn problem(&mut self, value: &RawValue) -> Vec<Packet> {
        let Ok(problem) = serde_json::from_str::<Problem>(value.get()) else {
            return Vec::new();
        };
        let blamed = match &problem.channel {
            Some(name) => self.channels.get_mut(name.as_str()),
            // It can only be about what was sent; where that is one message, about that.
            None => {
                let mut sent = self
                    .channels
                    .values_mut()
                    .filter(|channel| channel.sent.is_some());
                let first = sent.next();
                if sent.next().is_some() { None } else { first }
            }
        };
        let Some(channel) = blamed.filter(|channel| channel.sent.is_some()) else {
            tracing::warn!(
                code = problem.code,
                message = problem.message,
                "realtime error of no message"
            );
            return Vec::new();
        };
        channel.delivered(Err(problem.error()));
        channel.send_next().into_iter().collect()
    }

    fn presence(&mut self, name: &str, value: &RawValue) {
        let Ok(change) = serde_json::from_str::<PresenceChange>(value.get()) else {
            return;
        };
        let Some(channel) = self.find(&change.meta.channel) else {
            return;
        };
        let changed = if name == "presence:join" {
            channel.presence.join(&change.member)
        } else {
            channel.presence.leave(&change.member)
        };
        if changed {
            channel.members.send_replace(channel.presence.list());
            channel.deliver(if name == "presence:join" {
                Delivery::Joined(change.member)
            } else {
                Delivery::Left(change.member)
            });
        }
    }

    fn message(&mut self, name: String, value: &RawValue) -> Vec<Packet> {
        let Some(mut message) = RawMessage::read(name, value.get()) else {
            return Vec::new();
        };
        let known =
            ChannelName::candidates(&message.meta.channel).find(|name| self.channels.contains_key(*name));
        let Some(name) = known.map(str::to_owned) else {
            return Vec::new();
        };
        let Some(channel) = self.channels.get_mut(name.as_str()) else {
            return Vec::new();
        };
        message.meta.channel = name;
        let mine = channel.sent.is_some()
            && channel
                .outgoing
                .front()
                .is_some_and(|sent| echo::is_of(&message, &sent.event, &sent.payload));
        // The server lets a client in before it answers, so the first message may come before the answer.
        if std::mem::take(&mut channel.gap) {
            channel.deliver(Delivery::Gap);
        }
        channel.deliver(Delivery::Message(Arc::new(message)));
        if !mine {
            return Vec::new();
        }
        channel.delivered(Ok(()));
        channel.send_next().into_iter().collect()
    }

    fn find(&mut self, room: &str) -> Option<&mut ChannelState> {
        let name = ChannelName::candidates(room)
            .find(|name| self.channels.contains_key(*name))?
            .to_owned();
        self.channels.get_mut(name.as_str())
    }

    /// Asks for the channels that are wanted.
    fn ask(&mut self) -> Vec<Packet> {
        if !self.connected {
            return Vec::new();
        }
        let now = Instant::now();
        let mut packets = Vec::new();
        for (name, channel) in &mut self.channels {
            if channel.phase != Phase::Wanted {
                continue;
            }
            channel.phase = Phase::Asked;
            let id = self.next_id;
            self.next_id += 1;
            self.asked.insert(id, (name.clone(), now));
            packets.push(Packet::event(
                "realtime:subscribe",
                &json!({ "channel": name.as_str() }),
                Some(id),
            ));
        }
        packets
    }

    /// Channels that were refused and that nobody reads any more.
    fn forget_unread(&mut self) {
        self.channels.retain(|_, channel| {
            channel.phase != Phase::Refused
                || channel.deliveries.receiver_count() > 0
                || !channel.waiting.is_empty()
        });
    }
}

fn not_subscribed() -> Error {
    Error::request("nobody on this client has subscribed to the channel, which publishing needs")
        .with_code("REALTIME_NOT_SUBSCRIBED")
}

fn unsubscribe(name: &ChannelName) -> Packet {
    Packet::event("realtime:unsubscribe", &json!({ "channel": name.as_str() }), None)
}
