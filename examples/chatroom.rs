//! A chat in the terminal: what is typed goes to everybody in the room, and who comes and goes is shown.
//!
//! `cargo run --example chatroom -- Ada` starts an InsForge on this machine and says how others join from further
//! terminals; with `INSFORGE_URL`, `INSFORGE_ANON_KEY` and `INSFORGE_API_KEY` it chats on that project. The end of the
//! input, or `/quit`, leaves the room.

use futures_util::StreamExt;
use insforge::ErrorKind;
use insforge::admin::realtime::NewChannel;
use insforge::realtime::{Channel, Event};
use insforge_examples::Project;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, BufReader, stdin};

/// What can be said in a room: the variants are the events.
#[derive(Serialize, Deserialize)]
#[serde(tag = "event", content = "payload", rename_all = "snake_case")]
enum Chat {
    /// Somebody says something.
    Said {
        /// Who.
        name: String,
        /// What.
        text: String,
    },
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let name = std::env::args().nth(1).unwrap_or_else(|| "somebody".to_owned());
    let project = Project::connect().await?;
    define(&project).await?;
    if let Some(line) = project.environment() {
        println!("others join with: {line} cargo run --example chatroom -- Bob");
    }

    let client = project.client()?;
    let room = client.realtime().open(&Channel::<Chat>::new("chat:example")?);
    let mut events = room.subscribe().await?;
    println!("{} in the room; type, or /quit", events.members().len());

    let mut lines = BufReader::new(stdin()).lines();
    loop {
        tokio::select! {
            event = events.next() => match event {
                Some(Ok(event)) => show(event),
                // A message of another program's that does not fit, or a refusal; the room goes on.
                Some(Err(error)) => println!("! {error}"),
                None => break,
            },
            line = lines.next_line() => match line? {
                None => break,
                Some(text) if text == "/quit" => break,
                Some(text) if text.trim().is_empty() => {}
                Some(text) => {
                    // It comes back as an event, and is shown then.
                    let said = Chat::Said { name: name.clone(), text };
                    if let Err(error) = room.publish(&said).await {
                        println!("! not said: {error}");
                    }
                }
            },
        }
    }
    Ok(())
}

/// Rooms need a definition, which the first program makes.
async fn define(project: &Project) -> insforge::Result<()> {
    let rooms = NewChannel::new("chat:%").description("the rooms of the example");
    match project.admin()?.realtime().create_channel(rooms).await {
        Err(error) if error.kind() == ErrorKind::Conflict => Ok(()),
        made => made.map(drop),
    }
}

fn show(event: Event<Chat>) {
    match event {
        Event::Message(message) => {
            let Chat::Said { name, text } = message.payload;
            println!("{name}: {text}");
        }
        Event::Joined(member) => println!("* {} comes in", member.presence_id),
        Event::Left(member) => println!("* {} leaves", member.presence_id),
        Event::Gap => println!("* the connection was lost; something may be missing"),
        Event::Lagged(lost) => println!("* {lost} messages were not shown"),
        _ => {}
    }
}
