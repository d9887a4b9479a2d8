//! The task that owns the connection: it connects while somebody wants something, again after every loss, and ends
//! with the last handle.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::Instant;

use super::backoff::Backoff;
use super::channel_name::ChannelName;
use super::connection::{Connection, Opening};
use super::delivery::{Outgoing, Reader};
use super::hub::Hub;
use super::wire::Packet;
use crate::error::{Error, Result};
use crate::http::{Caller, jitter};

/// How a client's connection stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectionState {
    /// Nobody has subscribed to anything.
    Idle,
    /// A connection is being made, for the first time or after a loss.
    Connecting,
    /// Messages come.
    Connected,
    /// The connection is lost, and is tried again after a wait.
    Waiting,
    /// The server does not take the credential. It is tried again when somebody else signs in, or with the next
    /// subscription.
    Refused,
}

/// What handles ask of the task.
#[derive(Debug)]
pub(super) enum Command {
    Subscribe {
        channel: ChannelName,
        reply: oneshot::Sender<Result<Reader>>,
    },
    Release(ChannelName),
    Publish(Outgoing),
}

/// Every handle is gone.
struct Closed;

/// Why a connection ended.
enum End {
    Lost(Error),
    OtherUser,
    Idle,
}

pub(super) struct Actor {
    caller: Caller,
    hub: Hub,
    commands: mpsc::UnboundedReceiver<Command>,
    state: watch::Sender<ConnectionState>,
    /// Why there was no connection the last time, for those who have waited too long.
    trouble: watch::Sender<Option<Arc<Error>>>,
    users: Option<watch::Receiver<u64>>,
    backoff: Backoff,
}

impl Actor {
    pub(super) fn new(
        caller: Caller,
        capacity: usize,
        commands: mpsc::UnboundedReceiver<Command>,
        state: watch::Sender<ConnectionState>,
        trouble: watch::Sender<Option<Arc<Error>>>,
    ) -> Self {
        Self {
            users: caller.users(),
            caller,
            hub: Hub::new(capacity),
            commands,
            state,
            trouble,
            backoff: Backoff::default(),
        }
    }

    /// Works until every handle is gone.
    pub(super) async fn run(mut self) {
        // The end of the handles is the only way out.
        let Err(Closed) = self.work().await;
        self.state.send_replace(ConnectionState::Idle);
    }

    async fn work(&mut self) -> Result<std::convert::Infallible, Closed> {
        let mut other_user = false;
        loop {
            while self.hub.is_idle() {
                self.state.send_replace(ConnectionState::Idle);
                let command = self.commands.recv().await.ok_or(Closed)?;
                self.command(command);
            }
            self.state.send_replace(ConnectionState::Connecting);
            if let Some(users) = &mut self.users {
                users.mark_unchanged();
            }
            let caller = self.caller.clone();
            let opening = self.while_wanted(async move { Connection::open(&caller).await });
            let Some(opening) = opening.await? else {
                continue;
            };
            let wait = match opening {
                Opening::Open(connection) => {
                    self.trouble.send_replace(None);
                    self.state.send_replace(ConnectionState::Connected);
                    let started = Instant::now();
                    let end = self.serve(*connection, other_user).await?;
                    self.hub.disconnected();
                    self.backoff.lasted(started.elapsed());
                    match end {
                        End::Lost(error) => {
                            tracing::debug!(%error, "the realtime connection is lost");
                            self.trouble.send_replace(Some(Arc::new(error)));
                            other_user = false;
                            Some(self.backoff.next(jitter()))
                        }
                        End::OtherUser => {
                            other_user = true;
                            None
                        }
                        End::Idle => None,
                    }
                }
                Opening::Failed(error) => {
                    tracing::debug!(%error, "no realtime connection");
                    self.trouble.send_replace(Some(Arc::new(error)));
                    Some(self.backoff.next(jitter()))
                }
                Opening::Refused(error) => {
                    self.hub.refused(&Arc::new(error));
                    self.state.send_replace(ConnectionState::Refused);
                    self.another_chance().await?;
                    other_user = true;
                    None
                }
            };
            if let Some(wait) = wait {
                self.state.send_replace(ConnectionState::Waiting);
                self.pause(wait).await?;
            }
        }
    }

    /// Serves a connection until it ends.
    async fn serve(&mut self, mut connection: Connection, other_user: bool) -> Result<End, Closed> {
        let mut packets = self.hub.connected(other_user, connection.max_message());
        loop {
            if let Err(error) = connection.send(std::mem::take(&mut packets)).await {
                return Ok(End::Lost(error));
            }
            if self.hub.is_idle() {
                connection.close().await;
                return Ok(End::Idle);
            }
            let deadline = self.hub.next_deadline();
            tokio::select! {
                command = self.commands.recv() => match command {
                    Some(command) => packets = self.command(command),
                    None => {
                        connection.close().await;
                        return Err(Closed);
                    }
                },
                packet = connection.next() => match packet {
                    Ok(packet) => packets = self.hub.take(packet),
                    Err(error) => return Ok(End::Lost(error)),
                },
                () = changed(&mut self.users) => {
                    connection.close().await;
                    return Ok(End::OtherUser);
                }
                () = until(deadline) => {
                    let (dead, late) = self.hub.expire(Instant::now());
                    if dead {
                        return Ok(End::Lost(Error::interrupted("the server does not answer a subscription")));
                    }
                    packets = late;
                }
            }
        }
    }

    /// Waits for something that takes time, and hears commands meanwhile. `None` where nobody wants anything any more;
    /// the work is dropped.
    async fn while_wanted<T>(&mut self, work: impl Future<Output = T>) -> Result<Option<T>, Closed> {
        let mut work = pin!(work);
        loop {
            tokio::select! {
                done = &mut work => return Ok(Some(done)),
                command = self.commands.recv() => {
                    let command = command.ok_or(Closed)?;
                    // Nothing is sent without a connection.
                    let _ = self.command(command);
                    if self.hub.is_idle() {
                        return Ok(None);
                    }
                }
            }
        }
    }

    /// Waits before the next attempt. Another user need not wait for the old one's sake.
    async fn pause(&mut self, wait: Duration) -> Result<(), Closed> {
        let mut users = self.users.clone();
        let paused = self.while_wanted(async move {
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = changed(&mut users) => {}
            }
        });
        paused.await.map(drop)
    }

    /// Waits until there is reason to believe that the server will take the credential: another user, or somebody who
    /// asks again.
    async fn another_chance(&mut self) -> Result<(), Closed> {
        loop {
            tokio::select! {
                () = changed(&mut self.users) => return Ok(()),
                command = self.commands.recv() => {
                    let command = command.ok_or(Closed)?;
                    let again = matches!(command, Command::Subscribe { .. });
                    let _ = self.command(command);
                    if again {
                        return Ok(());
                    }
                }
            }
        }
    }

    fn command(&mut self, command: Command) -> Vec<Packet> {
        match command {
            Command::Subscribe { channel, reply } => self.hub.subscribe(&channel, reply),
            Command::Release(channel) => self.hub.release(&channel).into_iter().collect(),
            Command::Publish(outgoing) => self.hub.publish(outgoing).into_iter().collect(),
        }
    }
}

async fn changed(users: &mut Option<watch::Receiver<u64>>) {
    match users {
        // A cell that is gone has no more users.
        Some(users) => match users.changed().await {
            Ok(()) => {}
            Err(_) => std::future::pending().await,
        },
        None => std::future::pending().await,
    }
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}
