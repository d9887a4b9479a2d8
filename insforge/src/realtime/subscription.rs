//! A reader of a channel.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_core::future::BoxFuture;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc, watch};

use super::actor::Command;
use super::channel_name::ChannelName;
use super::decode::Read;
use super::delivery::{Delivery, Reader};
use super::message::RawMessage;
use super::{Event, Member};
use crate::error::{Error, Result};

type Received = (Result<Delivery, RecvError>, broadcast::Receiver<Delivery>);

/// What is said on a channel, as a stream of [`Event`]s that does not end by itself.
///
/// Messages come at most once: what is published while the connection is down does not come later. [`Event::Gap`]
/// says where that may have happened; read again from the database what you need to be sure of. A message that does
/// not fit `T`, or a channel that the server no longer lets this client read, is an `Err` item, and the stream goes on.
///
/// Dropping the last subscription of a channel unsubscribes.
#[must_use = "dropping a subscription ends it"]
pub struct Subscription<T> {
    name: ChannelName,
    next: BoxFuture<'static, Received>,
    members: watch::Receiver<Vec<Member>>,
    read: Read<T>,
    only: Option<Vec<String>>,
    ended: bool,
    _release: Release,
}

/// Tells the task that a reader is gone.
struct Release {
    name: ChannelName,
    commands: mpsc::UnboundedSender<Command>,
}

impl Drop for Release {
    fn drop(&mut self) {
        // A task that has ended needs not be told.
        let _ = self.commands.send(Command::Release(self.name.clone()));
    }
}

async fn receive(mut deliveries: broadcast::Receiver<Delivery>) -> Received {
    (deliveries.recv().await, deliveries)
}

impl<T> Subscription<T> {
    pub(super) fn new(
        name: ChannelName,
        reader: Reader,
        read: Read<T>,
        commands: mpsc::UnboundedSender<Command>,
    ) -> Self {
        Self {
            _release: Release {
                name: name.clone(),
                commands,
            },
            name,
            next: Box::pin(receive(reader.deliveries)),
            members: reader.members,
            read,
            only: None,
            ended: false,
        }
    }

    /// Hands out the messages of these events alone. Joins, leaves and gaps come all the same.
    pub fn only<S: Into<String>>(mut self, events: impl IntoIterator<Item = S>) -> Self {
        self.only = Some(events.into_iter().map(Into::into).collect());
        self
    }

    /// The channel's name.
    #[must_use]
    pub fn channel(&self) -> &str {
        self.name.as_str()
    }

    /// Who is on the channel at the moment, the ones who came first at the beginning.
    #[must_use]
    pub fn members(&self) -> Vec<Member> {
        self.members.borrow().clone()
    }

    /// The members as they change: joins, leaves, and the server's new list after each reconnect.
    #[must_use]
    pub fn presence(&self) -> watch::Receiver<Vec<Member>> {
        self.members.clone()
    }

    fn wants(&self, message: &RawMessage) -> bool {
        self.only
            .as_ref()
            .is_none_or(|only| only.contains(&message.event))
    }

    /// What a delivery is to this reader; `None` for a message that it does not want.
    fn event(&self, delivery: Delivery) -> Option<Result<Event<T>>> {
        Some(match delivery {
            Delivery::Message(message) if self.wants(&message) => (self.read)(&message).map(Event::Message),
            Delivery::Message(_) => return None,
            Delivery::Joined(member) => Ok(Event::Joined(member)),
            Delivery::Left(member) => Ok(Event::Left(member)),
            Delivery::Gap => Ok(Event::Gap),
            Delivery::Failed(error) => Err(Error::share(&error).with_operation("realtime.subscribe")),
        })
    }
}

impl<T> Stream for Subscription<T> {
    type Item = Result<Event<T>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if this.ended {
                return Poll::Ready(None);
            }
            let (received, deliveries) = ready!(this.next.as_mut().poll(context));
            this.next = Box::pin(receive(deliveries));
            let event = match received {
                Ok(delivery) => this.event(delivery),
                Err(RecvError::Lagged(lost)) => Some(Ok(Event::Lagged(lost))),
                // The task has ended, and its runtime with it.
                Err(RecvError::Closed) => {
                    this.ended = true;
                    None
                }
            };
            if let Some(event) = event {
                return Poll::Ready(Some(event));
            }
        }
    }
}

// The future is boxed, and nothing else is pinned.
impl<T> Unpin for Subscription<T> {}

impl<T> fmt::Debug for Subscription<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription")
            .field("channel", &self.name)
            .field("only", &self.only)
            .finish_non_exhaustive()
    }
}
