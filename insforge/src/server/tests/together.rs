//! Many requests at once.

use std::time::Duration;

use futures_util::future::join_all;

use super::*;

#[tokio::test]
async fn requests_of_one_browser_renew_its_session_once() {
    let issuer = Issuer::start().await;
    let sessions = sessions(&issuer);
    issuer.plan(Plan::Hang);
    let visits = (0..20).map(|_| {
        let sessions = sessions.clone();
        tokio::spawn(async move {
            let mut visit = request(&[(REFRESH, FIRST)]);
            let update = sessions.update(&mut visit).await;
            (update.state, lines(update.cookies), cookies_of(&visit).to_owned())
        })
    });
    let visits: Vec<_> = visits.collect();
    issuer.refreshed(1).await;
    // The refresh route of the same browser joins as well.
    let route = tokio::spawn({
        let sessions = sessions.clone();
        async move { sessions.refresh(&request(&[(REFRESH, FIRST)])).await.status }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    issuer.let_go();
    let ends: Vec<_> = join_all(visits).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(ends[0].0, SessionState::Renewed);
    assert!(ends.iter().all(|end| *end == ends[0]), "{ends:?}");
    assert_eq!(route.await.unwrap(), 200);
    assert_eq!(issuer.refreshes(), 1);

    // What is over is forgotten: the next renewal is one of its own.
    assert!(sessions.renewals.is_empty());
    sessions.update(&mut request(&[(REFRESH, FIRST)])).await;
    assert_eq!(issuer.refreshes(), 2);
}

#[tokio::test]
async fn all_that_wait_learn_of_a_failure_and_the_next_one_tries_again() {
    let issuer = Issuer::start().await;
    let sessions = sessions(&issuer);
    issuer.plan(Plan::Answer(503, "", ""));
    let mut visits = [(); 5].map(|()| request(&[(REFRESH, FIRST)]));
    let updates = join_all(visits.iter_mut().map(|visit| sessions.update(visit))).await;
    assert!(
        updates
            .iter()
            .all(|update| update.state == SessionState::Unavailable)
    );
    assert_eq!(issuer.refreshes(), 1);
    let update = sessions.update(&mut request(&[(REFRESH, FIRST)])).await;
    assert_eq!(update.state, SessionState::Renewed);
}

#[tokio::test]
async fn a_browser_that_goes_away_takes_nobody_elses_renewal_with_it() {
    let issuer = Issuer::start().await;
    let sessions = sessions(&issuer);
    issuer.plan(Plan::Hang);
    let first = tokio::spawn({
        let sessions = sessions.clone();
        async move { sessions.update(&mut request(&[(REFRESH, FIRST)])).await.state }
    });
    issuer.refreshed(1).await;
    let mut visit = request(&[(REFRESH, FIRST)]);
    let second = sessions.update(&mut visit);
    first.abort();
    issuer.let_go();
    assert_eq!(second.await.state, SessionState::Renewed);
    assert_eq!(issuer.refreshes(), 1);
}

#[tokio::test]
async fn a_hundred_users_at_once_each_get_their_own_session() {
    let issuer = Issuer::start().await;
    let sessions = sessions(&issuer);
    let updates = (0..100).map(|number| {
        let sessions = sessions.clone();
        async move {
            let token = format!("refresh-canary.user{number}.1");
            let mut visit = request(&[(REFRESH, &token)]);
            let cookies = lines(sessions.update(&mut visit).await.cookies);
            let client = sessions.client(&visit).unwrap();
            let user = client.auth().get_current_user().await.unwrap();
            (number, user.id, cookies)
        }
    });
    for (number, id, cookies) in join_all(updates).await {
        assert_eq!(id, format!("user{number}"));
        assert!(
            parts(&cookies[1])
                .1
                .starts_with(&format!("refresh-canary.user{number}."))
        );
    }
    assert_eq!(issuer.refreshes(), 100);
}

#[tokio::test]
async fn a_server_that_says_nothing_holds_a_visit_up_for_ten_seconds() {
    let issuer = Issuer::start().await;
    let sessions = sessions(&issuer);
    issuer.plan(Plan::Hang);
    let visit = tokio::spawn(async move { sessions.update(&mut request(&[(REFRESH, FIRST)])).await });
    issuer.refreshed(1).await;
    tokio::time::pause();
    let update = visit.await.unwrap();
    assert_eq!(update.state, SessionState::Unavailable);
    let error = update.error.unwrap();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.message().contains("10s"), "{error}");
}
