//! What listeners hear, and that they may call the client.

use std::time::Duration;

use futures_util::StreamExt as _;

use super::issuer::{EXPIRED, Issuer, Plan};
use super::renewal::{caller, read};
use crate::auth::{SessionEvent, SessionState};

fn name(event: &SessionEvent) -> String {
    match event {
        SessionEvent::SignedIn(session) => format!("in {}", session.user.id),
        SessionEvent::Refreshed(session) => format!("refreshed {}", session.user.id),
        SessionEvent::UserUpdated(user) => format!("updated {}", user.email),
        SessionEvent::SignedOut => "out".to_owned(),
        SessionEvent::Expired => "expired".to_owned(),
        SessionEvent::StoreFailed(error) => format!("store {error}"),
        SessionEvent::Missed(count) => format!("missed {count}"),
    }
}

#[tokio::test]
async fn every_change_is_one_event_in_its_order() {
    let issuer = Issuer::start().await;
    let client = issuer.client();
    let auth = client.auth();
    let events = auth.events();
    assert_eq!(auth.state(), SessionState::SignedOut);
    issuer.sign_in(&client, "ada").await;
    assert_eq!(auth.state(), SessionState::SignedIn);
    auth.refresh_session().await.unwrap();
    auth.get_current_user().await.unwrap();
    assert_eq!(auth.session().unwrap().user.email, "new@example.com");
    auth.get_current_user().await.unwrap();
    auth.sign_out().await.unwrap();
    auth.sign_out().await.unwrap();
    issuer.sign_in(&client, "bob").await;
    issuer.plan(Plan::Answer(403, "", EXPIRED));
    auth.refresh_session().await.unwrap_err();
    drop((client, auth));
    // With the client and its handles gone the stream ends.
    let heard: Vec<String> = events.map(|event| name(&event)).collect().await;
    assert_eq!(
        heard,
        [
            "in ada",
            "refreshed ada",
            "updated new@example.com",
            "out",
            "in bob",
            "expired"
        ]
    );
}

#[tokio::test]
async fn a_listener_that_calls_the_client_ends_within_a_second() {
    let issuer = Issuer::start().await;
    let client = issuer.client();
    let mut events = client.auth().events();
    let listener = tokio::spawn({
        let client = client.clone();
        async move {
            while let Some(event) = events.next().await {
                match event {
                    SessionEvent::SignedIn(_) => {
                        caller(&client).send(read()).await.unwrap();
                        client.auth().refresh_session().await.unwrap();
                    }
                    SessionEvent::Refreshed(_) => client.auth().sign_out().await.unwrap(),
                    SessionEvent::SignedOut => return client.auth().state(),
                    _ => {}
                }
            }
            panic!("the events ended");
        }
    });
    issuer.sign_in(&client, "ada").await;
    let state = tokio::time::timeout(Duration::from_secs(1), listener).await;
    assert_eq!(state.expect("no deadlock").unwrap(), SessionState::SignedOut);
}

#[tokio::test]
async fn a_slow_listener_holds_up_nothing_and_learns_what_it_missed() {
    let issuer = Issuer::start().await;
    let client = issuer.signed_in("ada").await;
    let auth = client.auth();
    let mut events = auth.events();
    for _ in 0..100 {
        auth.refresh_session().await.unwrap();
    }
    assert!(matches!(events.next().await, Some(SessionEvent::Missed(36))));
    assert!(matches!(events.next().await, Some(SessionEvent::Refreshed(_))));
}
