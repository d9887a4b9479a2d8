//! Two people in the chat room of the example.
#![allow(missing_docs, reason = "tests")]

#[path = "../chatroom.rs"]
#[allow(dead_code, reason = "a program, whose main is not called here")]
mod chatroom;

use std::sync::Arc;
use std::time::Duration;

use insforge_examples::Project;
use insforge_local::Local;
use tokio::io::{AsyncWriteExt, BufReader, DuplexStream, duplex};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// Longer than a line should take.
const PATIENCE: Duration = Duration::from_secs(20);

struct Person {
    keyboard: DuplexStream,
    screen: mpsc::UnboundedReceiver<String>,
    program: JoinHandle<()>,
}

impl Person {
    fn start(project: &Arc<Project>, name: &'static str) -> Self {
        let (keyboard, input) = duplex(1024);
        let (lines, screen) = mpsc::unbounded_channel();
        let project = Arc::clone(project);
        let program = tokio::spawn(async move {
            let show = |line| drop(lines.send(line));
            let chat = chatroom::chat(&project, name, BufReader::new(input), show);
            chat.await.expect("a chat without a failure");
        });
        Self {
            keyboard,
            screen,
            program,
        }
    }

    async fn types(&mut self, line: &str) {
        let line = format!("{line}\n");
        self.keyboard
            .write_all(line.as_bytes())
            .await
            .expect("an open input");
    }

    async fn sees(&mut self, line: &str) {
        let seen = tokio::time::timeout(PATIENCE, self.screen.recv())
            .await
            .unwrap_or_else(|_| panic!("no {line:?}"));
        assert_eq!(seen.as_deref(), Some(line));
    }
}

#[tokio::test]
async fn two_people_talk_and_see_each_other_come_and_go() {
    let project = Project::local(Local::start().await.expect("a local InsForge"));
    chatroom::define(&project).await.expect("a definition");
    let project = Arc::new(project);
    let mut ada = Person::start(&project, "Ada");
    ada.sees("* 1 here; type, or /quit").await;
    ada.sees("* Ada comes in; 1 here").await;
    let mut bob = Person::start(&project, "Bob");
    bob.sees("* 2 here; type, or /quit").await;
    for person in [&mut ada, &mut bob] {
        person.sees("* Bob comes in; 2 here").await;
    }
    ada.types("").await;
    ada.types("hello €").await;
    bob.sees("Ada: hello €").await;
    bob.types("hi").await;
    for (person, lines) in [
        (&mut ada, &["Ada: hello €", "Bob: hi"][..]),
        (&mut bob, &["Bob: hi"]),
    ] {
        for line in lines {
            person.sees(line).await;
        }
    }
    bob.types("/quit").await;
    bob.program.await.expect("an end");
    ada.sees("* somebody leaves; 1 here").await;
    drop(ada.keyboard);
    ada.program.await.expect("an end");
}
