//! What programs hold of a client's realtime connection.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::timeout;

use super::actor::{Actor, Command};
use super::channel_name::ChannelName;
use super::decode::{self, Read};
use super::delivery::{Outgoing, Reader};
use super::{Change, Channel, ConnectionState, Subscription, changes};
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Caller, runtime};
use crate::schema::{Projection, Table};

/// How many messages a slow reader may lie behind, unless said.
pub(crate) const BUFFER: usize = 128;

/// Names that Socket.IO, or InsForge, uses for itself.
const RESERVED: [&str; 8] = [
    "connect",
    "connect_error",
    "disconnect",
    "disconnecting",
    "error",
    "newListener",
    "notification",
    "removeListener",
];

/// The realtime connection of a client. Clones share it; it is made when something is first subscribed to, and ends
/// when the last subscription and the client are gone.
///
/// ```no_run
/// use futures_util::StreamExt;
/// use insforge::realtime::Event;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize)]
/// struct Note {
///     text: String,
/// }
///
/// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
/// let room = client.realtime().channel("chat:1")?;
/// let mut notes = room.subscribe::<Note>().await?;
/// room.publish("note", &Note { text: "hello".into() }).await?;
/// while let Some(event) = notes.next().await {
///     match event? {
///         Event::Message(message) => println!("{}: {}", message.event, message.payload.text),
///         Event::Gap => println!("something may be missing: read it from the database"),
///         _ => {}
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Realtime(Arc<Shared>);

struct Shared {
    caller: Caller,
    state: watch::Sender<ConnectionState>,
    trouble: watch::Sender<Option<Arc<Error>>>,
    /// The way to the task. It is a new one where the runtime of the last has ended.
    commands: Mutex<Option<mpsc::UnboundedSender<Command>>>,
}

impl Realtime {
    pub(crate) fn new(caller: Caller) -> Self {
        Self(Arc::new(Shared {
            caller,
            state: watch::Sender::new(ConnectionState::Idle),
            trouble: watch::Sender::new(None),
            commands: Mutex::new(None),
        }))
    }

    /// A channel by its name: letters, digits, `-` and `:`. Nothing is sent.
    ///
    /// # Errors
    /// [`ErrorKind::Request`] for a name that no channel has.
    pub fn channel(&self, name: &str) -> Result<ChannelHandle> {
        Ok(ChannelHandle {
            realtime: self.clone(),
            name: ChannelName::new(name).map_err(|error| error.with_operation("realtime.channel"))?,
        })
    }

    /// A channel whose events are an enum; see [`Channel`].
    pub fn open<P>(&self, channel: &Channel<P>) -> TypedChannel<P> {
        TypedChannel {
            channel: ChannelHandle {
                realtime: self.clone(),
                name: channel.name.clone(),
            },
            payload: PhantomData,
        }
    }

    /// How the connection stands, now and as it changes.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<ConnectionState> {
        self.0.state.subscribe()
    }

    /// The way to the task, which is started where there is none.
    fn commands(&self) -> Result<mpsc::UnboundedSender<Command>> {
        let mut slot = self.0.commands.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(commands) = slot.as_ref().filter(|commands| !commands.is_closed()) {
            return Ok(commands.clone());
        }
        let runtime = runtime()?;
        let (sender, receiver) = mpsc::unbounded_channel();
        let actor = Actor::new(
            self.0.caller.clone(),
            self.0.caller.realtime_buffer(),
            receiver,
            self.0.state.clone(),
            self.0.trouble.clone(),
        );
        runtime.spawn(actor.run());
        *slot = Some(sender.clone());
        Ok(sender)
    }

    async fn reader(&self, name: &ChannelName) -> Result<(Reader, mpsc::UnboundedSender<Command>)> {
        let commands = self.commands()?;
        let (reply, answer) = oneshot::channel();
        let command = Command::Subscribe {
            channel: name.clone(),
            reply,
        };
        commands.send(command).map_err(|_| gone())?;
        // Whoever stops waiting is no reader: the task is told, so that it does not keep the channel for nobody.
        let mut abandoned = Abandoned {
            name,
            commands: &commands,
            given_up: true,
        };
        let limit = self.0.caller.total_limit();
        let reader = match timeout(limit, answer).await {
            Ok(Ok(result)) => result?,
            Ok(Err(_)) => return Err(gone()),
            Err(_) => return Err(self.too_late(limit)),
        };
        abandoned.given_up = false;
        drop(abandoned);
        Ok((reader, commands))
    }

    /// With the reason why there is no connection, where one is known.
    fn too_late(&self, limit: Duration) -> Error {
        let state = self.0.state.borrow().clone();
        let error = Error::new(
            ErrorKind::Timeout,
            format!("the channel was not joined within {limit:?}; the connection is {state:?}"),
        );
        match &*self.0.trouble.borrow() {
            Some(trouble) => error.with_source(Error::share(trouble)),
            None => error,
        }
    }
}

/// Tells the task, when it is dropped, that a subscriber has given up.
struct Abandoned<'a> {
    name: &'a ChannelName,
    commands: &'a mpsc::UnboundedSender<Command>,
    given_up: bool,
}

impl Drop for Abandoned<'_> {
    fn drop(&mut self) {
        if self.given_up {
            let _ = self.commands.send(Command::Release(self.name.clone()));
        }
    }
}

fn gone() -> Error {
    Error::interrupted("the runtime of the realtime connection has ended")
}

/// A channel of a client's realtime connection.
#[derive(Clone, Debug)]
pub struct ChannelHandle {
    realtime: Realtime,
    name: ChannelName,
}

impl ChannelHandle {
    /// Subscribes to the channel: what is said on it comes as `T`, which a struct of the payload's fields is.
    ///
    /// Several subscriptions of one client share one at the server. It connects if need be, and waits for the
    /// server's word, at most as long as the client's calls may take.
    ///
    /// # Errors
    /// [`Forbidden`](ErrorKind::Forbidden) where no enabled channel matches the name or a policy says no,
    /// [`Unauthorized`](ErrorKind::Unauthorized) where the server does not take the client's credential,
    /// [`Config`](ErrorKind::Config) where this client can open no websocket, and [`Timeout`](ErrorKind::Timeout) where
    /// the server cannot be reached in time; its source says what the last attempt met with.
    pub async fn subscribe<T: DeserializeOwned>(&self) -> Result<Subscription<T>> {
        self.read(decode::payload).await
    }

    /// Subscribes to the changes of a table's rows, which
    /// [`publish_changes`](crate::admin::realtime::AdminRealtime::publish_changes) lets the database publish on this
    /// channel.
    ///
    /// **At most once**: what changes while the connection is down, or while the program reads too slowly, does not come
    /// later. Read the table when the subscription is there, and again after each [`Event::Gap`](super::Event::Gap) and
    /// [`Event::Lagged`](super::Event::Lagged):
    ///
    /// ```no_run
    /// use futures_util::StreamExt;
    /// use insforge::prelude::*;
    /// use insforge::realtime::{Change, Event};
    ///
    /// #[derive(Table, Clone)]
    /// #[table(name = "todos")]
    /// struct Todo {
    ///     #[column(pk, identity = always)]
    ///     id: i64,
    ///     title: String,
    /// }
    ///
    /// # async fn demo(client: Client) -> insforge::Result<()> {
    /// let mut changes = client.realtime().channel("todos")?.subscribe_changes::<Todo>().await?;
    /// // Afterwards, so that nothing falls between the two; a change may come that the rows have already.
    /// let mut todos = client.database().from::<Todo>().all().await?;
    /// while let Some(event) = changes.next().await {
    ///     match event? {
    ///         Event::Message(message) => match message.payload {
    ///             Change::Insert(row) | Change::Update { new: row, .. } => {
    ///                 todos.retain(|todo| todo.id != row.id);
    ///                 todos.push(row);
    ///             }
    ///             Change::Delete(row) => todos.retain(|todo| todo.id != row.id),
    ///             _ => {}
    ///         },
    ///         Event::Gap | Event::Lagged(_) => todos = client.database().from::<Todo>().all().await?,
    ///         _ => {}
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Other events of the channel are passed over. A message that looks like a change and comes from a user is an
    /// `Err` item.
    ///
    /// # Errors
    /// As [`subscribe`](Self::subscribe).
    pub async fn subscribe_changes<T: Table + Projection<T>>(&self) -> Result<Subscription<Change<T>>> {
        Ok(self.read(changes::read::<T>).await?.only(changes::EVENTS))
    }

    /// Publishes a message, and waits until the server has delivered it. The client must have subscribed to the
    /// channel, and receives the message too. `payload` is an object, such as a struct; its field `meta` would be
    /// replaced by the server's own.
    ///
    /// A message is never sent again by itself. Dropping the future does not take it back.
    ///
    /// # Errors
    /// [`Request`](ErrorKind::Request) for a reserved name, a payload that is no object or is too large, and where
    /// nobody on this client has subscribed; [`Connect`](ErrorKind::Connect) where the connection is down, and nothing
    /// was sent; [`Forbidden`](ErrorKind::Forbidden) where a policy says no; [`Interrupted`](ErrorKind::Interrupted) and
    /// [`Timeout`](ErrorKind::Timeout) where it is unknown whether the message was delivered.
    pub async fn publish(&self, event: &str, payload: &impl Serialize) -> Result<()> {
        let fields = decode::object(payload);
        self.send(event, fields).await
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    async fn read<T>(&self, read: Read<T>) -> Result<Subscription<T>> {
        let (reader, commands) = self
            .realtime
            .reader(&self.name)
            .await
            .map_err(|error| error.with_operation("realtime.subscribe"))?;
        Ok(Subscription::new(self.name.clone(), reader, read, commands))
    }

    async fn send(
        &self,
        event: &str,
        fields: Result<serde_json::Map<String, serde_json::Value>>,
    ) -> Result<()> {
        self.deliver(event, fields)
            .await
            .map_err(|error| error.with_operation("realtime.publish"))
    }

    async fn deliver(
        &self,
        event: &str,
        fields: Result<serde_json::Map<String, serde_json::Value>>,
    ) -> Result<()> {
        if event.is_empty()
            || RESERVED.contains(&event)
            || event.starts_with("realtime:")
            || event.starts_with("presence:")
        {
            return Err(Error::request(format!(
                "{event:?} cannot be the name of an event: it is reserved or empty"
            )));
        }
        let (done, delivered) = oneshot::channel();
        let outgoing = Outgoing {
            channel: self.name.clone(),
            event: event.to_owned(),
            payload: fields?,
            done,
        };
        let commands = self.realtime.commands()?;
        commands.send(Command::Publish(outgoing)).map_err(|_| gone())?;
        delivered.await.map_err(|_| gone())?
    }
}

/// A channel whose events are an enum.
#[derive(Debug)]
pub struct TypedChannel<P> {
    channel: ChannelHandle,
    payload: PhantomData<fn() -> P>,
}

impl<P> TypedChannel<P> {
    /// Subscribes to the channel; see [`ChannelHandle::subscribe`].
    ///
    /// # Errors
    /// As [`ChannelHandle::subscribe`].
    pub async fn subscribe(&self) -> Result<Subscription<P>>
    where
        P: DeserializeOwned,
    {
        self.channel.read(decode::tagged).await
    }

    /// Publishes an event, and waits until the server has delivered it; see [`ChannelHandle::publish`].
    ///
    /// # Errors
    /// As [`ChannelHandle::publish`].
    pub async fn publish(&self, event: &P) -> Result<()>
    where
        P: Serialize,
    {
        let (name, fields) =
            decode::untagged(event).map_err(|error| error.with_operation("realtime.publish"))?;
        self.channel.send(&name, Ok(fields)).await
    }
}

impl fmt::Debug for Realtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Realtime")
            .field("state", &*self.0.state.borrow())
            .finish_non_exhaustive()
    }
}
