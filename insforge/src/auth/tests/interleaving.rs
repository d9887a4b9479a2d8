//! Callers, sign-ins, sign-outs, renewals and expiries in random order, all on one client.
//!
//! Each call names in its path who was signed in when it began. Whatever happens meanwhile, the server never sees it
//! as anybody else, and never sees a refresh token twice.

use std::collections::HashSet;

use ::http::Method;

use super::issuer::{Issuer, bearer_user};
use super::renewal::caller;
use crate::client::Client;
use crate::http::Request;

const USERS: [&str; 3] = ["ada", "bob", "eve"];

/// A generator of numbers whose seed is all there is to a run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

async fn call_as_whoever_is_there(client: &Client) {
    let user = client
        .auth()
        .session()
        .map_or("anon".to_owned(), |session| session.user.id);
    let request = Request::new("test.call", Method::GET, format!("/as/{user}"));
    // Its first poll takes the token, and there is no await point before it.
    let _ = caller(client).send(request).await;
}

async fn task(client: Client, issuer: std::sync::Arc<Issuer>, seed: u64) {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    for _ in 0..12 {
        match dice.roll(12) {
            0 => {
                let user = USERS[dice.roll(3) as usize];
                let _ = client.auth().sign_in_with_password(user, "pw").await;
            }
            1 => {
                let _ = client.auth().sign_out().await;
            }
            2 => {
                let _ = client.auth().refresh_session().await;
            }
            3 | 4 => {
                if let Some(session) = client.auth().session() {
                    issuer.expire(&session.user.id);
                }
            }
            5 => {
                // A caller that gives up.
                let wait = std::time::Duration::from_micros(dice.roll(600));
                let _ = tokio::time::timeout(wait, call_as_whoever_is_there(&client)).await;
            }
            _ => call_as_whoever_is_there(&client).await,
        }
        for _ in 0..dice.roll(4) {
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn no_call_goes_out_as_another_user_and_no_refresh_token_twice() {
    for seed in 1..=80 {
        let issuer = std::sync::Arc::new(Issuer::start().await);
        let client = issuer.signed_in("ada").await;
        let tasks: Vec<_> = (0..6)
            .map(|number| tokio::spawn(task(client.clone(), issuer.clone(), seed * 31 + number)))
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        // What was begun comes to its end, and the client is as good as new.
        issuer.sign_in(&client, "bob").await;
        issuer.expire("bob");
        call_as_whoever_is_there(&client).await;
        assert_eq!(
            issuer.callers().last().map(String::as_str),
            Some("bob"),
            "seed {seed}"
        );

        let book = issuer.book();
        for (path, bearer) in &book.calls {
            let meant = path.trim_start_matches("/as/");
            assert_eq!(bearer_user(bearer), meant, "seed {seed}");
        }
        let distinct: HashSet<_> = book.refreshes.iter().collect();
        assert_eq!(
            distinct.len(),
            book.refreshes.len(),
            "seed {seed}: {:?}",
            book.refreshes
        );
    }
}
