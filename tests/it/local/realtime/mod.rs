//! Realtime against a server whose sockets the test cuts, holds and looks into.

mod conformance;
mod credentials;
mod outages;
mod readers;
mod subscriptions;
mod webhooks;

use insforge::Client;
use insforge_local::Local;
use serde_json::{Value, json};

use crate::realtime::Channels;

/// A local InsForge with channels `t:…`, and a client that nobody has signed in on.
async fn realtime() -> (Local, Channels, Client) {
    with(Local::builder()).await
}

async fn with(builder: insforge_local::Builder) -> (Local, Channels, Client) {
    let local = builder.start().await.expect("a local InsForge");
    let (url, key) = (local.url().to_owned(), local.api_key().to_owned());
    let admin = move || Client::admin(&url, &key).expect("an admin client");
    let channels = Channels::create(admin, "t").await;
    let client = Client::new(local.url(), local.anon_key()).expect("a client");
    (local, channels, client)
}

/// How many websockets were asked for.
fn handshakes(local: &Local) -> usize {
    hits(local, "/socket.io/")
}

fn hits(local: &Local, path: &str) -> usize {
    local
        .requests()
        .iter()
        .filter(|request| request.path() == path)
        .count()
}

fn number(n: usize) -> Value {
    json!({ "n": n })
}
