//! The life of a session.

use futures_util::StreamExt as _;
use insforge::auth::{FileStore, SessionEvent, SessionState};
use insforge::{Client, ErrorKind};
use insforge_tests::Backend;

use super::{signed_up, with_bad_token};
use crate::tables::Todo;

#[tokio::test]
async fn a_session_is_renewed_changed_and_ended() {
    let backend = Backend::connect().await;
    let (client, session, _account) = signed_up(backend).await;
    let auth = client.auth();
    let mut events = auth.events();
    assert_eq!(auth.state(), SessionState::SignedIn);
    assert!(session.expires_at().is_some());
    let renewed = auth.refresh_session().await.expect("a new token");
    assert_eq!(renewed.user.id, session.user.id);
    assert_eq!(auth.get_current_user().await.expect("a user").id, session.user.id);
    auth.sign_out().await.expect("an end");
    assert_eq!(auth.state(), SessionState::SignedOut);
    let error = auth.get_current_user().await.expect_err("nobody");
    assert_eq!((error.kind(), error.status()), (ErrorKind::Unauthorized, None));
    assert!(matches!(events.next().await, Some(SessionEvent::Refreshed(_))));

    // The tokens are kept elsewhere and come back.
    let again = auth
        .set_session(renewed.access_token(), renewed.refresh_token())
        .await
        .expect("the same user");
    assert_eq!(again.user.id, session.user.id);
    assert_eq!(auth.get_current_user().await.expect("a user").id, session.user.id);
    let error = auth.set_session("a.b.c", None).await.expect_err("no token");
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(auth.session().expect("it stays").user.id, session.user.id);
}

#[tokio::test]
async fn a_token_that_the_server_refuses_is_renewed_and_the_call_repeated() {
    let backend = Backend::connect().await;
    let (client, session, _account) = signed_up(backend).await;
    let auth = client.auth();
    let bad = with_bad_token(&session);
    auth.restore(bad.clone()).await;
    assert_eq!(auth.get_current_user().await.expect("a user").id, session.user.id);
    assert_ne!(
        auth.session().expect("a session").access_token(),
        bad.access_token()
    );

    // A handle by token never is.
    let user = client.as_user(bad.access_token()).expect("a handle");
    let error = user.database().from::<Todo>().all().await;
    assert_eq!(error.expect_err("refused").kind(), ErrorKind::Unauthorized);
}

#[tokio::test]
async fn a_session_in_a_file_is_there_for_the_next_client() {
    let backend = Backend::connect().await;
    let (_, session, _account) = signed_up(backend).await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("session.json");
    let client = || {
        Client::builder(backend.url())
            .session_store(FileStore::new(&file))
            .anon_key(backend.anon_key())
            .build()
            .expect("a client")
    };
    client().auth().restore(with_bad_token(&session)).await;
    let second = client();
    assert_eq!(second.auth().state(), SessionState::NotLoaded);
    assert_eq!(
        second.auth().get_current_user().await.expect("a user").id,
        session.user.id
    );
    let third = client();
    let loaded = third.auth().load().await.expect("readable").expect("a session");
    assert_eq!(
        loaded.access_token(),
        second.auth().session().expect("a session").access_token()
    );
    third.auth().sign_out().await.expect("an end");
    assert!(!file.exists());
}

#[tokio::test]
async fn a_provider_s_token_is_a_user_s() {
    let backend = Backend::connect().await;
    let (_, session, _account) = signed_up(backend).await;
    let token = session.access_token().to_owned();
    let client = Client::builder(backend.url())
        .token_provider(move || {
            let token = token.clone();
            async move { Ok::<_, std::io::Error>(token) }
        })
        .anon_key(backend.anon_key())
        .build()
        .expect("a client");
    assert_eq!(
        client.auth().get_current_user().await.expect("a user").id,
        session.user.id
    );
    let other = Client::new(backend.url(), backend.anon_key()).expect("a client");
    other
        .auth()
        .set_access_token(session.access_token())
        .expect("a token");
    assert_eq!(
        other.auth().get_current_user().await.expect("a user").id,
        session.user.id
    );
}
