//! Nothing of a session that a program may log holds a token.

use std::sync::Arc;

use super::issuer::{EXPIRED, Issuer, Plan};
use super::renewal::{caller, read};
use crate::auth::{FileStore, MemoryStore, SessionStore, StoreGuard};
use crate::client::Client;
use crate::http::tests::Everything;

#[tokio::test]
async fn a_session_s_whole_life_leaves_no_token_in_logs_or_debug() {
    let written = Everything::default();
    let guard = written.listen();
    let issuer = Issuer::start().await;
    let folder = tempfile::tempdir().unwrap();
    let memory = Arc::new(MemoryStore::default());
    let mut shown = Vec::new();
    for broken in [false, true] {
        let client = Client::builder(&issuer.url).anon_key("anon_canary");
        let client = if broken {
            client.session_store(FileStore::new(folder.path().join("\0/session")))
        } else {
            client.session_store(Arc::clone(&memory))
        };
        let client = client.retry(crate::http::RetryPolicy::none()).build().unwrap();
        let auth = client.auth();
        let mut events = auth.cell.listen();
        if broken {
            shown.push(format!("{:?}", auth.load().await.unwrap_err()));
        }
        issuer.sign_in(&client, "ada").await;
        issuer.expire("ada");
        caller(&client).send(read()).await.unwrap();
        shown.push(format!(
            "{client:?} {auth:?} {:?} {:#?}",
            auth.session(),
            auth.state()
        ));
        for plan in [
            Plan::Answer(500, "", "<html>canary</html>"),
            Plan::Answer(200, "", r#"{"user":{"id":"u"},"accessToken":["canary"]}"#),
            Plan::Close,
            Plan::Answer(401, "", EXPIRED),
        ] {
            issuer.plan(plan);
            shown.push(format!("{:?}", auth.refresh_session().await.unwrap_err()));
        }
        auth.sign_out().await.unwrap();
        while let Ok(event) = events.try_recv() {
            shown.push(format!("{event:?}"));
        }
    }
    let session = issuer.signed_in("ada").await.auth().session().unwrap();
    let store = MemoryStore::with(session.clone());
    shown.push(format!(
        "{store:?} {session:?} {:?}",
        StoreGuard::new(session.clone())
    ));
    shown.push(format!("{:?}", store.load().await));
    shown.push(format!("{:?}", FileStore::new("session.json")));
    drop(guard);
    shown.push(written.text());

    let all = shown.join("\n");
    assert!(
        all.contains("insforge.request") && all.contains("auth.refresh_session"),
        "{all}"
    );
    for line in all.lines() {
        assert!(!line.contains("canary"), "{line}");
    }
}
