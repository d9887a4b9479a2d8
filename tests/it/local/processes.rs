//! Several processes that share one session file.

use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use insforge::Client;
use insforge::auth::{FileStore, Session};
use insforge_local::Local;

use super::local;

fn start(local: &Local, file: &std::path::Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_session-user"))
        .args([local.url(), local.anon_key()])
        .arg(file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a process")
}

fn refreshes(local: &Local) -> usize {
    local
        .requests()
        .iter()
        .filter(|request| request.path() == "/api/auth/refresh")
        .count()
}

#[tokio::test]
async fn processes_with_one_expired_session_refresh_it_once() {
    let local = local().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("session.json");
    let client = Client::builder(local.url())
        .session_store(FileStore::new(&file))
        .anon_key(local.anon_key())
        .build()
        .expect("a client");
    client
        .auth()
        .sign_up("ada@example.com", "Correct-Horse-7!")
        .await
        .expect("an account");

    // Once where the file says that the token is over, once where only the server does.
    for known in [true, false] {
        local.tokens().advance(Duration::from_secs(3600));
        let before = std::fs::read_to_string(&file).expect("a session");
        if known {
            let mut json: serde_json::Value = serde_json::from_str(&before).expect("JSON");
            json["expiresAt"] = 1_000_000.into();
            std::fs::write(&file, json.to_string()).expect("a write");
        }
        local.clear_requests();
        let mut processes: Vec<Child> = (0..4).map(|_| start(&local, &file)).collect();
        for process in &mut processes {
            process
                .stdin
                .take()
                .expect("an input")
                .write_all(b"go\n")
                .expect("a line");
        }
        let mut lines = Vec::new();
        for process in processes {
            let output = tokio::task::spawn_blocking(move || process.wait_with_output());
            let output = output.await.expect("no panic").expect("an end");
            assert!(output.status.success(), "{output:?}");
            lines.push(String::from_utf8(output.stdout).expect("text"));
        }
        assert_eq!(refreshes(&local), 1, "{:?}", local.requests());
        let after = Session::from_json(&std::fs::read_to_string(&file).expect("a session")).expect("whole");
        let signature = after.access_token().rsplit('.').next().expect("a signature");
        assert_ne!(
            after.access_token(),
            Session::from_json(&before).expect("whole").access_token()
        );
        for line in lines {
            assert_eq!(line.trim(), format!("ada@example.com {signature}"));
        }
    }
}

#[tokio::test]
async fn a_process_that_is_killed_leaves_the_file_whole_and_unlocked() {
    let local = local().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("session.json");
    let client = || {
        Client::builder(local.url())
            .session_store(FileStore::new(&file))
            .anon_key(local.anon_key())
            .build()
            .expect("a client")
    };
    client()
        .auth()
        .sign_up("ada@example.com", "Correct-Horse-7!")
        .await
        .expect("an account");
    local.tokens().advance(Duration::from_secs(3600));
    local.clear_requests();
    local.faults().push(
        "/api/auth/refresh",
        1,
        insforge_local::Fault::Delay(Duration::from_secs(600)),
    );
    let mut process = start(&local, &file);
    process
        .stdin
        .take()
        .expect("an input")
        .write_all(b"go\n")
        .expect("a line");
    while refreshes(&local) == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    process.kill().expect("an end");
    process.wait().expect("an end");
    let auth = client().auth();
    let user = auth.get_current_user();
    let user = tokio::time::timeout(Duration::from_secs(10), user)
        .await
        .expect("the lock is free");
    assert_eq!(user.expect("a user").email, "ada@example.com");
    assert_eq!(refreshes(&local), 2);
}
