//! Sessions that outlive the program.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use futures_util::future::join_all;
use tempfile::TempDir;

use super::issuer::{EXPIRED, Issuer, Plan};
use super::renewal::{caller, read};
use crate::auth::{FileStore, MemoryStore, Session, SessionEvent, SessionState, SessionStore, StoreFuture};
use crate::client::Client;
use crate::error::ErrorKind;

fn client(url: &str, store: impl SessionStore) -> Client {
    Client::builder(url)
        .retry(crate::http::RetryPolicy::none())
        .session_store(store)
        .anon_key("anon_canary")
        .build()
        .unwrap()
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// A session of this user that was issued to another client.
async fn issued(issuer: &Issuer, user: &str) -> Session {
    issuer.signed_in(user).await.auth().session().unwrap()
}

/// The session with an end that has passed.
fn expired(session: &Session) -> Session {
    let mut json: serde_json::Value = serde_json::from_str(&session.to_json()).unwrap();
    json["expiresAt"] = 1_000_000.into();
    Session::from_json(&json.to_string()).unwrap()
}

fn stored(path: &Path) -> Session {
    Session::from_json(&fs::read_to_string(path).unwrap()).unwrap()
}

#[tokio::test]
async fn a_file_keeps_the_session_from_sign_in_to_sign_out() {
    let (issuer, folder) = (Issuer::start().await, folder());
    let path = folder.path().join("deep/er/session.json");
    let first = client(&issuer.url, FileStore::new(&path));
    assert!(
        !path.parent().unwrap().exists(),
        "making a client touches nothing"
    );
    issuer.sign_in(&first, "ada").await;
    assert_eq!(stored(&path).refresh_token(), Some("refresh-canary.ada.1"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        for file in fs::read_dir(path.parent().unwrap()).unwrap() {
            let file = file.unwrap();
            let mode = file.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{}", file.path().display());
        }
    }

    // Another start of the program: the session is read at the first call, and no earlier.
    let second = client(&issuer.url, FileStore::new(&path));
    assert_eq!(second.auth().state(), SessionState::NotLoaded);
    assert!(second.auth().session().is_none());
    caller(&second).send(read()).await.unwrap();
    assert_eq!(issuer.callers(), ["ada"]);
    assert_eq!(second.auth().session().unwrap().user.id, "ada");
    second.auth().refresh_session().await.unwrap();
    assert_eq!(stored(&path).refresh_token(), Some("refresh-canary.ada.2"));
    second.auth().sign_out().await.unwrap();
    assert!(!path.exists());
    let left: Vec<_> = fs::read_dir(path.parent().unwrap())
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    assert_eq!(left, ["session.json.lock"]);
}

#[tokio::test]
async fn a_stored_expired_session_is_visible_and_sends_nothing_until_it_is_used() {
    let issuer = Issuer::start().await;
    let session = issued(&issuer, "ada").await;
    let client = client(&issuer.url, MemoryStore::with(expired(&session)));
    assert_eq!(client.auth().state(), SessionState::NotLoaded);
    assert_eq!(client.auth().load().await.unwrap().unwrap().user.id, "ada");
    assert_eq!(client.auth().state(), SessionState::Expired { renewable: true });
    assert_eq!((issuer.refreshes(), issuer.book().calls.len()), (0, 0));
    caller(&client).send(read()).await.unwrap();
    assert_eq!((issuer.refreshes(), issuer.book().calls.len()), (1, 1));
    assert_eq!(client.auth().state(), SessionState::SignedIn);
}

#[tokio::test]
async fn many_first_calls_read_the_store_once() {
    #[derive(Debug)]
    struct Slow(Session, Arc<AtomicUsize>);
    impl SessionStore for Slow {
        fn load(&self) -> StoreFuture<'_, Option<Session>> {
            self.1.fetch_add(1, SeqCst);
            Box::pin(async {
                tokio::time::sleep(Duration::from_millis(30)).await;
                Ok(Some(self.0.clone()))
            })
        }
        fn save<'a>(&'a self, _: &'a Session) -> StoreFuture<'a, ()> {
            Box::pin(async { Ok(()) })
        }
        fn clear(&self) -> StoreFuture<'_, ()> {
            Box::pin(async { Ok(()) })
        }
    }
    let issuer = Issuer::start().await;
    let reads = Arc::new(AtomicUsize::new(0));
    let store = Slow(issued(&issuer, "ada").await, Arc::clone(&reads));
    let client = client(&issuer.url, store);
    for answer in join_all((0..50).map(|_| caller(&client).send(read()))).await {
        answer.unwrap();
    }
    assert_eq!(reads.load(SeqCst), 1);
    assert!(issuer.callers().iter().all(|caller| caller == "ada"));
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_an_error_and_no_sign_out() {
    let (issuer, folder) = (Issuer::start().await, folder());
    let path = folder.path().join("session.json");
    fs::write(&path, r#"{"user":{"id":"ada"},"accessToken":"canary","#).unwrap();
    let client = client(&issuer.url, FileStore::new(&path));
    for _ in 0..2 {
        let error = caller(&client).send(read()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Store);
        let shown = format!("{error} {error:?}");
        assert!(
            shown.contains("sign in again") && !shown.contains("canary"),
            "{shown}"
        );
    }
    assert!(issuer.book().calls.is_empty(), "no call goes out as nobody's");
    issuer.sign_in(&client, "ada").await;
    caller(&client).send(read()).await.unwrap();
    assert_eq!(stored(&path).user.id, "ada");
}

#[tokio::test]
async fn a_store_that_fails_is_told_of_and_the_session_goes_on() {
    use futures_util::StreamExt as _;
    let (issuer, folder) = (Issuer::start().await, folder());
    let blocked = folder.path().join("file");
    fs::write(&blocked, "").unwrap();
    // No folder can be made where a file is.
    let client = client(&issuer.url, FileStore::new(blocked.join("session.json")));
    let mut events = client.auth().events();
    issuer.sign_in(&client, "ada").await;
    caller(&client).send(read()).await.unwrap();
    assert!(matches!(events.next().await, Some(SessionEvent::SignedIn(_))));
    let Some(SessionEvent::StoreFailed(error)) = events.next().await else {
        panic!("the failure is not told")
    };
    assert_eq!(error.kind(), ErrorKind::Store);
}

#[tokio::test]
async fn two_clients_on_one_file_refresh_once() {
    let (issuer, folder) = (Issuer::start().await, folder());
    let path = folder.path().join("session.json");
    let session = issued(&issuer, "ada").await;
    fs::write(&path, expired(&session).to_json()).unwrap();
    let clients: Vec<Client> = (0..8)
        .map(|_| client(&issuer.url, FileStore::new(&path)))
        .collect();
    let answers = join_all(clients.iter().map(|client| caller(client).send(read()))).await;
    assert!(answers.into_iter().all(|answer| answer.is_ok()));
    assert_eq!(issuer.refreshes(), 1);
    for client in &clients {
        assert_eq!(
            client.auth().session().unwrap().refresh_token(),
            Some("refresh-canary.ada.2")
        );
    }
    // The same where the token is refused although it looks fresh.
    issuer.expire("ada");
    let answers = join_all(clients.iter().map(|client| caller(client).send(read()))).await;
    assert!(answers.into_iter().all(|answer| answer.is_ok()));
    assert_eq!(issuer.refreshes(), 2);
}

#[tokio::test]
async fn a_refresh_writes_over_nobody_else_s_session_in_the_store() {
    let issuer = Issuer::start().await;
    let store = Arc::new(MemoryStore::default());
    let ada = client(&issuer.url, Arc::clone(&store));
    issuer.sign_in(&ada, "ada").await;
    let bob = client(&issuer.url, Arc::clone(&store));
    issuer.sign_in(&bob, "bob").await;
    ada.auth().refresh_session().await.unwrap();
    assert_eq!(ada.auth().session().unwrap().user.id, "ada");
    ada.auth().sign_out().await.unwrap();
    assert_eq!(store.load().await.unwrap().unwrap().user.id, "bob");
}

#[tokio::test]
async fn a_sign_out_of_another_process_is_one_here_too() {
    let issuer = Issuer::start().await;
    let store = Arc::new(MemoryStore::default());
    let here = client(&issuer.url, Arc::clone(&store));
    issuer.sign_in(&here, "ada").await;
    store.clear().await.unwrap();
    issuer.expire("ada");
    let error = caller(&here).send(read()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Unauthorized, Some(401))
    );
    assert_eq!(
        (here.auth().state(), issuer.refreshes()),
        (SessionState::SignedOut, 0)
    );
}

#[tokio::test]
async fn a_refused_refresh_clears_the_store_and_an_outage_does_not() {
    let issuer = Issuer::start().await;
    let store = Arc::new(MemoryStore::default());
    let client = client(&issuer.url, Arc::clone(&store));
    issuer.sign_in(&client, "ada").await;
    issuer.plan(Plan::Answer(503, "", ""));
    client.auth().refresh_session().await.unwrap_err();
    assert!(store.load().await.unwrap().is_some());
    issuer.plan(Plan::Answer(401, "", EXPIRED));
    client.auth().refresh_session().await.unwrap_err();
    assert!(store.load().await.unwrap().is_none());
}

#[tokio::test]
async fn readers_of_the_file_never_meet_half_of_it() {
    let (issuer, folder) = (Issuer::start().await, folder());
    let path = folder.path().join("session.json");
    let client = client(&issuer.url, FileStore::new(&path));
    issuer.sign_in(&client, "ada").await;
    let reader = std::thread::spawn({
        let path = path.clone();
        move || (0..2000).all(|_| Session::from_json(&fs::read_to_string(&path).unwrap()).is_ok())
    });
    for _ in 0..30 {
        client.auth().refresh_session().await.unwrap();
    }
    assert!(reader.join().unwrap());
}

#[test]
fn a_session_survives_json_and_an_error_shows_none_of_it() {
    let text = r#"{"user":{"id":"u","email":"e","profile":{"a":1}},"accessToken":"canary","refreshToken":"r","csrfToken":"c","expiresAt":5}"#;
    let session = Session::from_json(text).unwrap();
    let again = Session::from_json(&session.to_json()).unwrap();
    assert_eq!(
        (again.user.clone(), again.access_token(), again.refresh_token()),
        (session.user.clone(), "canary", Some("r"))
    );
    assert_eq!(again.expires_at(), session.expires_at());
    assert_eq!(again.to_json(), session.to_json());
    // The web form of the server's answer has no refresh token.
    let bare = Session::from_json(r#"{"user":{"id":"u"},"accessToken":"a","csrfToken":null}"#).unwrap();
    assert_eq!(bare.refresh_token(), None);
    for text in [
        "",
        "canary",
        r#"{"user":"canary"}"#,
        r#"{"user":{"id":"u"},"accessToken":["canary"]}"#,
        r#"{"user":{"id":"u"},"accessToken":"ik_canary"}"#,
    ] {
        let error = Session::from_json(text).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{text}");
        assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
    }
}
