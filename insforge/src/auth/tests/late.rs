//! Answers that come after somebody else has signed in.

use std::sync::Arc;
use std::time::Duration;

use super::issuer::{Issuer, Plan};
use super::renewal::{caller, read};
use crate::auth::{MemoryStore, SessionStore};
use crate::client::Client;
use crate::error::ErrorKind;

#[tokio::test]
async fn a_refresh_that_ends_late_never_replaces_the_next_user() {
    let issuer = Issuer::start().await;
    let store = Arc::new(MemoryStore::default());
    let client = Client::builder(&issuer.url)
        .session_store(Arc::clone(&store))
        .anon_key("anon_canary")
        .build()
        .unwrap();
    issuer.sign_in(&client, "ada").await;
    issuer.expire("ada");
    issuer.plan(Plan::Hang);
    let ada = tokio::spawn({
        let client = client.clone();
        async move { caller(&client).send(read()).await }
    });
    issuer.refreshed(1).await;

    client.auth().sign_out().await.unwrap();
    issuer.sign_in(&client, "bob").await;
    issuer.let_go();
    // Ada's call is not sent again as Bob.
    let error = ada.await.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Unauthorized, Some(401))
    );
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(client.auth().session().unwrap().user.id, "bob");
    assert_eq!(store.load().await.unwrap().unwrap().user.id, "bob");
    caller(&client).send(read()).await.unwrap();
    assert_eq!(issuer.callers(), ["ada", "bob"]);
}

#[tokio::test]
async fn a_call_that_waits_for_its_token_is_not_sent_as_the_next_user() {
    let issuer = Issuer::start().await;
    let client = issuer.signed_in("ada").await;
    let cell = client.auth().cell;
    cell.clock
        .wall_shift
        .store(3600, std::sync::atomic::Ordering::SeqCst);
    issuer.plan(Plan::Hang);
    let ada = tokio::spawn({
        let client = client.clone();
        async move { caller(&client).send(read()).await }
    });
    issuer.refreshed(1).await;
    issuer.sign_in(&client, "bob").await;
    issuer.let_go();
    let error = ada.await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Unauthorized, None));
    assert!(issuer.callers().is_empty(), "{:?}", issuer.callers());
}

#[tokio::test]
async fn the_next_user_does_not_wait_for_the_last_one_s_refresh() {
    let issuer = Issuer::start().await;
    let client = issuer.signed_in("ada").await;
    issuer.plan(Plan::Hang);
    let auth = client.auth();
    let _ada = tokio::spawn(async move { auth.refresh_session().await });
    issuer.refreshed(1).await;
    let bob = async {
        issuer.sign_in(&client, "bob").await;
        issuer.expire("bob");
        caller(&client).send(read()).await
    };
    tokio::time::timeout(Duration::from_secs(5), bob)
        .await
        .expect("no waiting")
        .unwrap();
    let refreshes = issuer.book().refreshes.clone();
    assert_eq!(refreshes, ["refresh-canary.ada.1", "refresh-canary.bob.1"]);
}
