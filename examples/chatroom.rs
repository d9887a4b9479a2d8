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
use tokio::io::{AsyncBufRead, AsyncBufReadExt, BufReader, stdin};

/// What can be said in a room: the variants are the events.
#[derive(Serialize, Deserialize)]
#[serde(tag = "event", content = "payload", rename_all = "snake_case")]
enum Chat {
    /// Somebody has come in, and says by which name.
    Entered {
        /// Who.
        name: String,
    },
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
    chat(&project, &name, BufReader::new(stdin()), |line| {
        println!("{line}");
    })
    .await
}

/// Chats under a name: says what comes in, shows what happens in the room, until the input ends.
pub(crate) async fn chat(
    project: &Project,
    name: &str,
    input: impl AsyncBufRead + Unpin,
    mut show: impl FnMut(String),
) -> Result<(), Box<dyn std::error::Error>> {
    let client = project.client()?;
    let room = client.realtime().open(&Channel::<Chat>::new("chat:example")?);
    let mut events = room.subscribe().await?;
    show(format!("* {} here; type, or /quit", events.members().len()));
    let name = name.to_owned();
    room.publish(&Chat::Entered { name: name.clone() }).await?;

    let mut lines = input.lines();
    loop {
        tokio::select! {
            event = events.next() => match event {
                Some(Ok(event)) => {
                    if let Some(line) = line(event, events.members().len()) {
                        show(line);
                    }
                }
                // A message of another program's that does not fit, or a refusal; the room goes on.
                Some(Err(error)) => show(format!("! {error}")),
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
                        show(format!("! not said: {error}"));
                    }
                }
            },
        }
    }
    Ok(())
}

/// Rooms need a definition, which the first program makes.
pub(crate) async fn define(project: &Project) -> insforge::Result<()> {
    let rooms = NewChannel::new("chat:%").description("the rooms of the example");
    match project.admin()?.realtime().create_channel(rooms).await {
        Err(error) if error.kind() == ErrorKind::Conflict => Ok(()),
        made => made.map(drop),
    }
}

/// An event as a line, where it is worth one; `here` is how many are in the room.
fn line(event: Event<Chat>, here: usize) -> Option<String> {
    Some(match event {
        Event::Message(message) => match message.payload {
            Chat::Entered { name } => format!("* {name} comes in; {here} here"),
            Chat::Said { name, text } => format!("{name}: {text}"),
        },
        Event::Left(_) => format!("* somebody leaves; {here} here"),
        Event::Gap => "* the connection was lost; something may be missing".to_owned(),
        Event::Lagged(lost) => format!("* {lost} messages were not shown"),
        // Whoever joins says a name.
        _ => return None,
    })
}
