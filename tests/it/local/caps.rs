//! A server that limits how many rows an answer holds.

use futures_util::TryStreamExt as _;
use insforge::ErrorKind;
use insforge::prelude::*;
use insforge_local::Local;

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "events")]
struct Event {
    #[column(pk)]
    id: i64,
    kind: Option<String>,
}

/// More than ten times as many rows as an answer holds.
async fn capped() -> (Local, insforge::Database) {
    let local = Local::builder()
        .max_rows(100)
        .schema_sql(
            "create table events (id int8 primary key, kind text);
             insert into events select n, case when n % 3 = 0 then null else 'k' || n % 4 end
             from generate_series(1, 1050) n;",
        )
        .start()
        .await
        .expect("a local InsForge");
    let client = Client::admin(local.url(), local.api_key()).expect("a client");
    let db = client.database();
    (local, db)
}

#[tokio::test]
async fn a_read_of_everything_fails_when_the_server_holds_rows_back() {
    let (_local, db) = capped().await;
    let error = db.from::<Event>().all().await.expect_err("truncated");
    assert_eq!(error.kind(), ErrorKind::Truncated);
    assert!(error.is_truncated());
    assert_eq!(error.rows(), Some(100));
    let words = error.to_string();
    assert!(
        words.contains("100 rows of 1050") && words.contains("stream"),
        "{words}"
    );

    let error = db.from::<Event>().limit(500).all().await.expect_err("truncated");
    assert_eq!((error.kind(), error.rows()), (ErrorKind::Truncated, Some(100)));
    let error = db.from::<Event>().offset(900).all().await.expect_err("truncated");
    assert!(error.is_truncated());

    let few = db
        .from::<Event>()
        .filter(|e| e.id.le(100))
        .all()
        .await
        .expect("rows");
    assert_eq!(few.len(), 100, "as many as an answer holds are all");
    let last = db.from::<Event>().order(|e| e.id.asc()).offset(950).all().await;
    assert_eq!(last.expect("rows").len(), 100);
    let last = db
        .from::<Event>()
        .order(|e| e.id.asc())
        .offset(950)
        .limit(300)
        .all()
        .await;
    assert_eq!(last.expect("rows").len(), 100);
    let none = db.from::<Event>().offset(5000).all().await.expect("rows");
    assert!(none.is_empty());
    let page = db.from::<Event>().limit(500).page().await.expect("a page");
    assert_eq!(
        (page.rows.len(), page.total, page.has_more()),
        (100, Some(1050), Some(true))
    );
}

#[tokio::test]
async fn a_stream_yields_every_row_once_whatever_an_answer_holds_and_is_written() {
    let (_local, db) = capped().await;
    // Pages below, at, and above what the server gives.
    for page in [7, 99, 100, 101, 400] {
        let rows: Vec<Event> = db.from::<Event>().stream(page).try_collect().await.expect("rows");
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        assert_eq!(ids, (1..=1050).collect::<Vec<_>>(), "pages of {page}");
    }
    let mut stream = Box::pin(
        db.from::<Event>()
            .keyset(|e| (e.kind.desc().nulls_last(), e.id.asc()))
            .stream(300),
    );
    let mut seen = Vec::new();
    while let Some(row) = stream.try_next().await.expect("a row") {
        seen.push(row.id);
        if seen.len() % 200 == 1 {
            let id = 10_000 + i64::try_from(seen.len()).expect("a number");
            db.insert(NewEvent { id }.kind("k0"))
                .execute()
                .await
                .expect("a row");
        }
    }
    let mut original: Vec<i64> = seen.into_iter().filter(|id| *id < 10_000).collect();
    original.sort_unstable();
    assert_eq!(original, (1..=1050).collect::<Vec<_>>());
    let some: Vec<Event> = db
        .from::<Event>()
        .limit(250)
        .stream(400)
        .try_collect()
        .await
        .expect("rows");
    assert_eq!(some.len(), 250, "the limit is of the whole");
}

#[tokio::test]
async fn a_keyset_page_says_whether_rows_follow_although_it_came_short() {
    let (_local, db) = capped().await;
    let first = db
        .from::<Event>()
        .keyset(|e| e.id.asc())
        .page(None, 500)
        .await
        .expect("a page");
    assert_eq!(first.rows.len(), 100);
    assert!(first.next.is_some());
    let last = db
        .from::<Event>()
        .filter(|e| e.id.gt(950))
        .keyset(|e| e.id.asc())
        .page(None, 500)
        .await
        .expect("a page");
    assert_eq!((last.rows.len(), last.next), (100, None));
}

#[tokio::test]
async fn parts_of_a_split_read_are_checked_and_may_run_at_once() {
    let (local, db) = capped().await;
    let ids: Vec<i64> = (1..=9000).collect();
    let error = db
        .from::<Event>()
        .filter(|e| e.id.in_(&ids))
        .all()
        .await
        .expect_err("truncated");
    assert!(error.is_truncated(), "{error}");
    local
        .sql("delete from events where id % 20 <> 0")
        .await
        .expect("fewer rows");
    local.clear_requests();
    let rows = db
        .from::<Event>()
        .filter(|e| e.id.in_(&ids))
        .concurrency(4)
        .all()
        .await
        .expect("rows");
    assert_eq!(rows.len(), 52);
    assert!(local.requests().len() > 2, "it was split");
}
