//! A chat in the terminal with a tool: the answer appears as it is written.
//!
//! `cargo run --example chat` talks to the local InsForge's fake model; with `INSFORGE_URL` and its keys set, and a
//! provider configured there, to a real one. Without a terminal it asks two questions of its own.

use std::io::{IsTerminal, Write, stdin, stdout};

use insforge::ai::{ChatRequest, Conversation, Message, Tool, ToolFailure};
use insforge_examples::Project;
use serde_json::json;

/// What the model calls the tool with. Its schema is made from this type, comments included.
#[derive(serde::Deserialize, schemars::JsonSchema)]
struct City {
    /// The city's name in English, without the country.
    city: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let project = Project::connect().await?;
    let client = project.client()?;

    let weather = Tool::typed::<City>("get_weather", "The weather of a city, now");
    let rules = Message::system("Answer in one or two sentences.");
    let mut chat = client
        .ai()
        .chat()
        .conversation(ChatRequest::new("openai/gpt-4o-mini", [rules]))
        .tool(weather, |asked: City| async move {
            // The model sees this text, and gets another chance.
            if asked.city.is_empty() {
                return Err(ToolFailure::new("name a city"));
            }
            Ok(json!({"city": asked.city, "celsius": 21, "sky": "clear"}))
        });

    if !stdin().is_terminal() {
        say(&mut chat, "How is the weather in Rome?").await;
        say(&mut chat, "And in Oslo?").await;
        return Ok(());
    }
    println!("Ask something; an empty line ends the chat.");
    loop {
        print!("> ");
        stdout().flush()?;
        let mut line = String::new();
        if stdin().read_line(&mut line)? == 0 || line.trim().is_empty() {
            return Ok(());
        }
        say(&mut chat, line.trim()).await;
    }
}

/// Asks, and prints the answer as it comes. After a failure the chat is as it was before.
async fn say(chat: &mut Conversation, text: &str) {
    println!("you: {text}");
    print!("model: ");
    let answer = chat
        .ask_streamed(text, |piece| {
            print!("{piece}");
            let _ = stdout().flush();
        })
        .await;
    match answer {
        Ok(answer) => println!(
            "\n[{} tokens]",
            answer.usage.map_or(0, |usage| usage.total_tokens)
        ),
        Err(error) => println!("\n{error}"),
    }
}
