//! A caller that goes away loses nothing.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use super::issuer::Issuer;
use super::renewal::{caller, read};

/// Polls a future at most so often and drops it then. Whether it was done is the answer.
async fn polled(future: impl Future, times: usize) -> bool {
    let mut future = pin!(future);
    let mut left = times;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        future.as_mut().poll(context).map(|_| true)
    })
    .await
}

#[tokio::test]
async fn a_call_dropped_at_any_await_point_loses_no_rotated_token() {
    for times in 0.. {
        let issuer = Issuer::start().await;
        let client = issuer.signed_in("ada").await;
        issuer.expire("ada");
        let done = polled(caller(&client).send(read()), times).await;
        // What was begun goes on, with nobody waiting for it.
        tokio::time::sleep(Duration::from_millis(30)).await;
        let begun = issuer.refreshes();
        caller(&client).send(read()).await.unwrap();
        assert_eq!(
            issuer.refreshes(),
            1,
            "after {times} polls, of which {begun} refreshes came"
        );
        let session = client.auth().session().unwrap();
        assert_eq!(
            session.refresh_token(),
            Some("refresh-canary.ada.3"),
            "after {times} polls"
        );
        if done {
            assert!(times > 3, "the call had no point to be dropped at");
            return;
        }
    }
}

#[tokio::test]
async fn a_refresh_dropped_at_any_await_point_goes_on() {
    for times in 0.. {
        let issuer = Issuer::start().await;
        let client = issuer.signed_in("ada").await;
        let auth = client.auth();
        let done = polled(auth.refresh_session(), times).await;
        if times > 0 {
            issuer.refreshed(1).await;
            for _ in 0..100 {
                if auth.session().unwrap().refresh_token() == Some("refresh-canary.ada.2") {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            assert_eq!(
                auth.session().unwrap().refresh_token(),
                Some("refresh-canary.ada.2")
            );
        }
        if done {
            return;
        }
    }
}

#[test]
fn a_runtime_that_ends_during_a_refresh_does_not_block_the_next() {
    let runtime = || {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap()
    };
    let server = runtime();
    let (issuer, client) = server.block_on(async {
        let issuer = Issuer::start().await;
        let client = issuer.signed_in("ada").await;
        (issuer, client)
    });
    issuer.plan(super::issuer::Plan::Hang);
    let first = runtime();
    first.block_on(async {
        let auth = client.auth();
        let refresh = tokio::spawn(async move { auth.refresh_session().await });
        issuer.refreshed(1).await;
        drop(refresh);
    });
    first.shutdown_background();
    runtime().block_on(async {
        for _ in 0..50 {
            if client.auth().refresh_session().await.is_ok() {
                return;
            }
        }
        panic!("the refresh that went down with its runtime is still waited for");
    });
    drop(issuer);
}
