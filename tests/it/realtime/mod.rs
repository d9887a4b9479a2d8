//! Messages over a websocket, on any InsForge. Outages, faults and what the server saw are in `local/realtime`.

mod admin;
mod changes;
mod messages;
mod presence;

use std::time::Duration;

use futures_util::StreamExt;
use insforge::admin::realtime::NewChannel;
use insforge::realtime::{Event, Message, Subscription};
use insforge::{Admin, Client};

/// Longer than anything here should take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A definition of channels of a test's own. It goes with the value.
pub(crate) struct Channels {
    /// Makes another client: the connections of the test's stand still while its runtime waits for the deletion.
    client: Box<dyn Fn() -> Client<Admin> + Send>,
    id: String,
    prefix: String,
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
        Self {
            client: Box::new(client),
            id: made.id,
            prefix,
        }
    }

    /// The name of one of its channels.
    pub(crate) fn name(&self, part: &str) -> String {
        format!("{}:{part}", self.prefix)
    }
}

impl Drop for Channels {
    /// Deletes the definition, also when the test has failed. A thread of its own, since a destructor cannot await.
    fn drop(&mut self) {
        let (admin, id) = ((self.client)(), self.id.clone());
        let deleted = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime
                .block_on(admin.realtime().delete_channel(&id))
                .map_err(std::io::Error::other)
        })
        .join();
        if !matches!(deleted, Ok(Ok(()))) {
            eprintln!("the channels {}:% are left behind: {deleted:?}", self.prefix);
        }
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
