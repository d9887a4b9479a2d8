//! Renewal ahead of the token's end, with clocks that are wrong or are set.

use std::sync::atomic::Ordering::SeqCst;

use super::issuer::{Issuer, Plan};
use super::renewal::{caller, read};
use crate::auth::SessionState;
use crate::client::Client;

fn set_wall(client: &Client, seconds: i64) {
    client.auth().cell.clock.wall_shift.store(seconds, SeqCst);
}

/// Both clocks go on.
fn pass(client: &Client, seconds: u64) {
    set_wall(client, seconds as i64);
    client.auth().cell.clock.steady_shift.store(seconds, SeqCst);
}

async fn calls(client: &Client, times: usize) {
    for _ in 0..times {
        caller(client).send(read()).await.unwrap();
    }
}

#[tokio::test]
async fn a_token_is_replaced_at_its_use_a_minute_before_its_end() {
    let issuer = Issuer::start().await;
    let client = issuer.signed_in("ada").await;
    pass(&client, 835);
    calls(&client, 2).await;
    assert_eq!(issuer.refreshes(), 0);
    pass(&client, 845);
    calls(&client, 2).await;
    assert_eq!(issuer.refreshes(), 1);
    pass(&client, 845 + 3 * 3600);
    assert_eq!(client.auth().state(), SessionState::Expired { renewable: true });
    calls(&client, 2).await;
    assert_eq!(issuer.refreshes(), 2);
    // None of the calls was refused.
    assert_eq!(issuer.book().calls.len(), 6);
}

#[tokio::test]
async fn a_clock_that_jumps_neither_signs_out_nor_loops() {
    for jump in [3600, -3600, 86_400 * 365, -86_400 * 365] {
        let issuer = Issuer::start().await;
        let client = issuer.signed_in("ada").await;
        set_wall(&client, jump);
        calls(&client, 5).await;
        assert!(issuer.refreshes() <= 1, "{jump}: {}", issuer.refreshes());
        set_wall(&client, 0);
        calls(&client, 5).await;
        assert!(issuer.refreshes() <= 2, "{jump}: {}", issuer.refreshes());
        assert_eq!(client.auth().state(), SessionState::SignedIn);
    }
}

#[tokio::test]
async fn a_server_whose_clock_is_wrong_is_no_reason_to_renew() {
    for shift in [3600, -3600, 86_400 * 365] {
        let issuer = Issuer::start().await;
        issuer.book().shift = shift;
        let client = issuer.signed_in("ada").await;
        calls(&client, 5).await;
        assert_eq!(issuer.refreshes(), 0, "{shift}");
    }
}

#[tokio::test]
async fn a_clock_set_back_does_not_keep_an_expired_token_in_use() {
    let issuer = Issuer::start().await;
    let client = issuer.signed_in("ada").await;
    pass(&client, 1000);
    set_wall(&client, -3600);
    calls(&client, 1).await;
    assert_eq!((issuer.refreshes(), issuer.book().calls.len()), (1, 1));
}

#[tokio::test]
async fn tokens_that_live_a_second_are_not_renewed_at_every_call() {
    let issuer = Issuer::start().await;
    issuer.book().life = 1;
    let client = issuer.signed_in("ada").await;
    calls(&client, 20).await;
    assert!(issuer.refreshes() <= 4, "{}", issuer.refreshes());
}

#[tokio::test]
async fn while_the_token_is_good_an_outage_of_the_refresh_route_does_no_harm() {
    let issuer = Issuer::start().await;
    let client = issuer.signed_in("ada").await;
    pass(&client, 850);
    issuer.plan(Plan::Answer(503, "", ""));
    calls(&client, 5).await;
    assert_eq!(issuer.refreshes(), 1, "one attempt, and then a pause");
    pass(&client, 865);
    calls(&client, 2).await;
    assert_eq!(issuer.refreshes(), 2);
    // Once it is over there is no way around.
    pass(&client, 865 + 901);
    issuer.plan(Plan::Answer(503, "", ""));
    assert_eq!(
        caller(&client).send(read()).await.unwrap_err().status(),
        Some(503)
    );
    calls(&client, 1).await;
}

#[tokio::test]
async fn a_refusal_ahead_of_the_end_ends_the_session() {
    let issuer = Issuer::start().await;
    let client = issuer.signed_in("ada").await;
    pass(&client, 850);
    issuer.plan(Plan::Answer(401, "", super::issuer::EXPIRED));
    caller(&client).send(read()).await.unwrap_err();
    assert_eq!(client.auth().state(), SessionState::Expired { renewable: false });
}
