//! A reader of a realtime channel that stands still while another reads: `cargo run --release -p insforge-tests --bin
//! stalled-reader`. For a minute messages are published; nobody reads them from the one subscription, and the other one
//! reads them all. Prints what each has received, whether the connection is still the same, and how much this process's
//! peak memory has grown, against what an unbounded queue would have taken.
//!
//! `stalled-reader <seconds> <messages>` goes on until both are over. `INSFORGE_URL`, `INSFORGE_ANON_KEY` and
//! `INSFORGE_API_KEY` name the server; without them it starts one, a process of its own.
#![allow(missing_docs, reason = "a program")]

mod process;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use insforge::Client;
use insforge::admin::realtime::NewChannel;
use insforge::realtime::{ConnectionState, Event, Subscription};
use insforge_local::Local;
use serde::{Deserialize, Serialize};

use self::process::{Failure, Server, mebibytes, peak, peak_from_now, serve};

/// How many messages are kept for a reader, and how large one is.
const BUFFER: u64 = 128;
const TEXT: usize = 64 << 10;
/// The budget for the growth of peak memory.
const BUDGET: u64 = 8 << 20;
/// Longer than the next message should take.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Serialize, Deserialize)]
struct Numbered {
    number: u64,
    text: String,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<ExitCode, Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == "serve") {
        serve(Local::builder()).await?;
        return Ok(ExitCode::SUCCESS);
    }
    let argument = |place: usize, unless: u64| arguments.get(place).map_or(Ok(unless), |text| text.parse());
    let (seconds, messages) = (argument(0, 60)?, argument(1, 0)?);
    let variable = |name: &str| std::env::var(name).map_err(|_| format!("{name} is missing"));
    let mut server = None;
    let [url, anon_key, api_key] = if std::env::var_os("INSFORGE_URL").is_some() {
        ["INSFORGE_URL", "INSFORGE_ANON_KEY", "INSFORGE_API_KEY"].map(variable)
    } else {
        let started = server.insert(Server::start("serve")?);
        [&started.url, &started.anon_key, &started.api_key].map(|text| Ok(text.clone()))
    };
    let (url, anon_key, admin) = (url?, anon_key?, api_key?);
    let admin = Client::admin(&url, &admin)?;
    let client = Client::builder(&url)
        .anon_key(&anon_key)
        .realtime_buffer(usize::try_from(BUFFER)?)
        .build()?;

    let prefix = format!("stalled-{}", std::process::id());
    let channels = admin
        .realtime()
        .create_channel(NewChannel::new(format!("{prefix}:%")))
        .await?;
    let outcome = measure(&client, &format!("{prefix}:1"), seconds, messages).await;
    admin.realtime().delete_channel(&channels.id).await?;
    Ok(if outcome? {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn measure(client: &Client, channel: &str, seconds: u64, messages: u64) -> Result<bool, Failure> {
    let room = client.realtime().channel(channel)?;
    let mut stalled = room.subscribe::<Numbered>().await?;
    let mut reader = room.subscribe::<Numbered>().await?;
    let text = "x".repeat(TEXT);
    let mut published = 0;
    let mut publish_and_read = async || -> Result<(), Failure> {
        let message = Numbered {
            number: published,
            text: text.clone(),
        };
        room.publish("numbered", &message).await?;
        match read(&mut reader).await? {
            Heard::Message(message) if message.number == published => published += 1,
            _ => return Err(format!("the other reader has lost message {published}").into()),
        }
        Ok(())
    };
    // Twice around the buffer: what comes now is no more than it can take.
    for _ in 0..2 * BUFFER {
        publish_and_read().await?;
    }

    let mut state = client.realtime().state();
    let connected = *state.borrow_and_update() == ConnectionState::Connected;
    let connection = stalled.members();
    let before = peak_from_now()?;
    let start = Instant::now();
    let mut carried = 0;
    while start.elapsed() < Duration::from_secs(seconds) || carried < messages {
        publish_and_read().await?;
        carried += 1;
    }
    let took = start.elapsed();
    let grown = peak()?.saturating_sub(before);
    // A connection of nobody's is a member of its own.
    let same = connected && !state.has_changed()? && stalled.members() == connection;

    let mut lost = 0;
    let mut kept = 0;
    while lost + kept < published {
        match read(&mut stalled).await? {
            Heard::Lagged(number) => lost += number,
            Heard::Message(message) if message.number == lost + kept => kept += 1,
            Heard::Message(message) => {
                return Err(format!("{} came and not {}", message.number, lost + kept).into());
            }
        }
    }
    println!(
        "stalled for {took:.1?}, {} the connection\n\
         published          {published} messages of {} KiB\n\
         the other reader   all of them, in their order\n\
         the stalled reader Lagged({lost}), then the last {kept}\n\
         peak memory        {:.1} MiB, grown by {:.2} MiB while {:.0} MiB passed",
        if same { "on" } else { "but NOT on" },
        TEXT >> 10,
        mebibytes(before + grown),
        mebibytes(grown),
        mebibytes(carried * TEXT as u64),
    );
    Ok(same && kept == BUFFER && grown < BUDGET)
}

enum Heard {
    Message(Numbered),
    Lagged(u64),
}

async fn read(subscription: &mut Subscription<Numbered>) -> Result<Heard, Failure> {
    loop {
        let event = tokio::time::timeout(PATIENCE, subscription.next()).await?;
        match event.ok_or("the stream has ended")?? {
            Event::Message(message) => return Ok(Heard::Message(message.payload)),
            Event::Lagged(number) => return Ok(Heard::Lagged(number)),
            Event::Gap => return Err("the connection was lost".into()),
            _ => {}
        }
    }
}
