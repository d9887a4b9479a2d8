//! What happens to a call when the network or the server fails.

use std::time::Duration;

use insforge::http::RetryPolicy;
use insforge::prelude::*;
use insforge::{Admin, ErrorKind};
use insforge_local::{Fault, Local, Matcher};

use super::local;

#[derive(Table, Debug)]
#[table(name = "things")]
struct Thing {
    #[column(pk)]
    id: i32,
    name: String,
}

const PATH: &str = "/api/database/records/things";

async fn things() -> (Local, insforge::Client<Admin>) {
    let local = local().await;
    local.sql("create table things (id int primary key, name text not null); insert into things values (1, 'one')").await.expect("a table");
    let client = Client::builder(local.url())
        .api_key(local.api_key())
        .retry(RetryPolicy::default().base_delay(Duration::from_millis(10)))
        .header_timeout(Duration::from_secs(2))
        .build()
        .expect("a client");
    local.clear_requests();
    (local, client)
}

fn hits(local: &Local, method: &str) -> usize {
    local
        .requests()
        .iter()
        .filter(|request| request.method == method && request.path() == PATH)
        .count()
}

#[tokio::test]
async fn a_read_is_sent_again_after_a_reset_or_a_503_and_a_write_is_not() {
    let (local, client) = things().await;
    let db = client.database();
    for fault in [Fault::Reset, Fault::Status(503, "unavailable".into(), Vec::new())] {
        local.clear_requests();
        local.faults().push(Matcher::path(PATH), 1, fault.clone());
        assert_eq!(
            db.from::<Thing>().all().await.expect("the second answer").len(),
            1
        );
        assert_eq!(hits(&local, "GET"), 2);

        local.faults().push(Matcher::path(PATH), 1, fault.clone());
        let insert = || {
            db.insert(NewThing {
                id: 2,
                name: "two".into(),
            })
        };
        insert().execute().await.expect_err("it may have been done");
        assert_eq!(hits(&local, "POST"), 1);
        local.faults().push(Matcher::path(PATH), 1, fault);
        insert().idempotent().execute().await.expect("the second answer");
        assert_eq!(hits(&local, "POST"), 3);
        db.delete::<Thing>()
            .by_key(2)
            .expect_one()
            .await
            .expect("it is there once");
    }
}

#[tokio::test]
async fn a_429_waits_as_long_as_it_says() {
    let (local, client) = things().await;
    let headers = vec![("retry-after".to_owned(), "0".to_owned())];
    local
        .faults()
        .push(Matcher::path(PATH), 2, Fault::Status(429, "{}".into(), headers));
    let rows = client
        .database()
        .insert(NewThing {
            id: 3,
            name: "three".into(),
        })
        .execute()
        .await;
    assert_eq!(rows.expect("the third answer"), 1);
    assert_eq!(hits(&local, "POST"), 3);

    let far = vec![("retry-after".to_owned(), "86400".to_owned())];
    local
        .faults()
        .push(Matcher::path(PATH), 1, Fault::Status(429, "{}".into(), far));
    let error = client
        .database()
        .from::<Thing>()
        .all()
        .await
        .expect_err("a day is too long");
    assert_eq!(
        (error.kind(), error.retry_after()),
        (ErrorKind::RateLimited, Some(Duration::from_secs(86400)))
    );
}

#[tokio::test]
async fn a_cut_or_broken_answer_is_no_empty_answer() {
    let (local, client) = things().await;
    local.faults().push(Matcher::path(PATH), 10, Fault::Truncate(5));
    let error = client
        .database()
        .from::<Thing>()
        .all()
        .await
        .expect_err("cut off");
    assert!(
        matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::Decode),
        "{error:?}"
    );
    local.faults().clear();
    local.faults().push(
        Matcher::path(PATH),
        1,
        Fault::Status(200, "<html>login</html>".into(), Vec::new()),
    );
    let error = client
        .database()
        .from::<Thing>()
        .all()
        .await
        .expect_err("no JSON");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.body().is_some_and(|body| body.contains("login")));
    local.faults().push(
        Matcher::path(PATH),
        1,
        Fault::Status(200, "[]".into(), Vec::new()),
    );
    let error = client
        .database()
        .insert(NewThing {
            id: 9,
            name: "x".into(),
        })
        .execute()
        .await
        .expect_err("no count");
    assert_eq!(error.kind(), ErrorKind::Decode, "a missing number is no zero");
}

#[tokio::test]
async fn a_silent_server_is_a_timeout() {
    let (local, client) = things().await;
    local
        .faults()
        .push(Matcher::path(PATH), 10, Fault::Delay(Duration::from_secs(60)));
    let error = client
        .database()
        .insert(NewThing {
            id: 9,
            name: "x".into(),
        })
        .execute()
        .await
        .expect_err("no answer");
    assert_eq!((error.kind(), error.is_timeout()), (ErrorKind::Timeout, true));
    assert_eq!(hits(&local, "POST"), 1);
}
