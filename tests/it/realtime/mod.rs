//! Messages over a websocket, on any InsForge. Outages, faults and what the server saw are in `local/realtime`.

mod admin;
mod changes;
mod messages;
mod policies;
mod presence;

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use insforge::admin::realtime::NewChannel;
use insforge::realtime::{Event, Message, Subscription};
use insforge::{Admin, Client};

/// Longer than anything here should take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// What a test undoes at its end, also when it has failed.
pub(crate) struct Undo(Option<Work>);

type Work = Box<dyn FnOnce() -> BoxFuture<'static, insforge::Result<()>> + Send>;

impl Undo {
    /// `work` makes what it needs itself: the connections of the test's stand still while its runtime waits.
    pub(crate) fn new<F>(work: impl FnOnce() -> F + Send + 'static) -> Self
    where
        F: Future<Output = insforge::Result<()>> + Send + 'static,
    {
        Self(Some(Box::new(|| Box::pin(work()))))
    }
}

impl Drop for Undo {
    /// A thread of its own, since a destructor cannot await.
    fn drop(&mut self) {
        let Some(work) = self.0.take() else { return };
        let undone = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime.block_on(work()).map_err(std::io::Error::other)
        })
        .join();
        if !matches!(undone, Ok(Ok(()))) {
            eprintln!("something is left behind: {undone:?}");
        }
    }
}

/// A definition of channels of a test's own. It goes with the value.
pub(crate) struct Channels {
    pub(crate) id: String,
    prefix: String,
    _undo: Undo,
}

impl Channels {
    /// `client` makes a client of the administrator; `unique` is a name that no other test has.
    pub(crate) async fn create(client: impl Fn() -> Client<Admin> + Send + 'static, unique: &str) -> Self {
        let prefix = unique.replace('_', "-");
        let channel = NewChannel::new(format!("{prefix}:%")).description("of a test");
        let made = client()
            .realtime()
            .create_channel(channel)
            .await
            .expect("a definition");
        let id = made.id.clone();
        Self {
            id: made.id,
            prefix,
            _undo: Undo::new(move || {
                let realtime = client().realtime();
                async move { realtime.delete_channel(&id).await }
            }),
        }
    }

    /// What the names of its channels begin with, before the colon.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The name of one of its channels.
    pub(crate) fn name(&self, part: &str) -> String {
        format!("{}:{part}", self.prefix)
    }
}

/// What a subscription yields next.
pub(crate) async fn next<T>(subscription: &mut Subscription<T>) -> insforge::Result<Event<T>> {
    tokio::time::timeout(PATIENCE, subscription.next())
        .await
        .expect("something in time")
        .expect("no end")
}

/// The next message, whatever comes before it.
pub(crate) async fn message<T>(subscription: &mut Subscription<T>) -> Message<T> {
    loop {
        if let Event::Message(message) = next(subscription).await.expect("an event") {
            return message;
        }
    }
}

/// Waits until something is true.
pub(crate) async fn until(what: &str, mut done: impl FnMut() -> bool) {
    let start = std::time::Instant::now();
    while !done() {
        assert!(start.elapsed() < PATIENCE, "not in time: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
