//! Keyset pages and streams: each row once, whatever is written meanwhile.

use std::pin::pin;

use futures_util::{StreamExt, TryStreamExt};
use insforge::ErrorKind;
use insforge::prelude::*;
use insforge::query::Cursor;
use insforge_tests::{Backend, Space};

/// A row with duplicates and NULLs in the columns that it is sorted by.
#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "events")]
struct Event {
    #[column(pk)]
    id: i64,
    kind: Option<String>,
    at: Option<Timestamp>,
    weight: f64,
}

async fn events(rows: i64) -> Space {
    let space = Backend::connect()
        .await
        .space("create table {s}.events (id int8 primary key, kind text, at timestamptz, weight float8 not null);")
        .await;
    let sql = format!(
        "insert into {{s}}.events select n, \
         case when n % 7 = 0 then null else 'kind, \"' || (n % 5) || '\"' end, \
         case when n % 11 = 0 then null else timestamptz '2026-01-01 00:00:00.000001Z' + (n % 13) * interval '1 microsecond' end, \
         (n % 3) / 3.0 from generate_series(1, {rows}) n"
    );
    space.sql(&sql).await;
    space
}

#[tokio::test]
async fn a_stream_yields_each_row_once_in_every_direction() {
    let space = events(2_000).await;
    let db = space.admin().database();
    let mut orders = Vec::new();
    let e = Event::COLS;
    orders.push(vec![e.kind.asc(), e.at.desc()]);
    orders.push(vec![e.kind.desc().nulls_last(), e.weight.asc()]);
    orders.push(vec![
        e.at.asc().nulls_first(),
        e.kind.desc().nulls_first(),
        e.id.desc(),
    ]);
    orders.push(vec![e.weight.desc()]);
    orders.push(vec![]);
    for order in orders {
        let described = format!("{order:?}");
        let rows: Vec<Event> = db
            .from::<Event>()
            .keyset(|_| order)
            .stream(170)
            .try_collect()
            .await
            .expect("rows");
        let mut ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        ids.sort_unstable();
        assert_eq!(ids, (1..=2_000).collect::<Vec<_>>(), "{described}");
    }
}

#[tokio::test]
async fn rows_written_meanwhile_double_and_hide_nothing() {
    let space = events(10_000).await;
    let db = space.admin().database();
    let mut stream = pin!(
        db.from::<Event>()
            .keyset(|e| (e.kind.asc(), e.at.desc()))
            .stream(900)
    );
    let mut seen = Vec::new();
    let mut new = 1_000_000;
    while let Some(row) = stream.next().await {
        seen.push(row.expect("a row").id);
        if seen.len() % 1_000 == 1 {
            let rows = ["", "kind, \"2\"", "zzz"].map(|kind| {
                new += 1;
                NewEvent { id: new, weight: 0.5 }.kind(kind)
            });
            db.insert_many(rows).execute().await.expect("rows");
        }
    }
    let mut original: Vec<i64> = seen.iter().copied().filter(|id| *id < 1_000_000).collect();
    original.sort_unstable();
    assert_eq!(original, (1..=10_000).collect::<Vec<_>>());
    let all = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), all, "no row came twice");
}

#[tokio::test]
async fn a_cursor_goes_through_text_and_fits_its_order_alone() {
    let space = events(50).await;
    let db = space.admin().database();
    let by_time = || {
        db.from::<Event>()
            .filter(|e| e.weight.lt(0.6))
            .keyset(|e| e.at.desc())
    };
    let mut ids = Vec::new();
    let mut after: Option<Cursor<Event>> = None;
    loop {
        let page = by_time().page(after, 7).await.expect("a page");
        ids.extend(page.rows.iter().map(|row| row.id));
        let Some(next) = page.next else { break };
        assert_eq!(page.rows.len(), 7);
        let text = next.to_string();
        assert!(text.bytes().all(|b| b.is_ascii_hexdigit()), "{text}");
        let json = serde_json::to_string(&next).expect("JSON");
        assert_eq!(
            serde_json::from_str::<Cursor<Event>>(&json).expect("a cursor"),
            next
        );
        after = Some(text.parse().expect("a cursor"));
    }
    let expected = db
        .from::<Event>()
        .filter(|e| e.weight.lt(0.6))
        .order(|e| (e.at.desc(), e.id.asc()))
        .all()
        .await;
    assert_eq!(
        ids,
        expected
            .expect("rows")
            .iter()
            .map(|row| row.id)
            .collect::<Vec<_>>()
    );

    let cursor = by_time()
        .page(None, 3)
        .await
        .expect("a page")
        .next
        .expect("more rows");
    let error = db
        .from::<Event>()
        .keyset(|e| e.kind.asc())
        .page(Some(cursor), 3)
        .await
        .expect_err("another order");
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!("no cursor".parse::<Cursor<Event>>().is_err());
    let error = db
        .from::<Event>()
        .offset(1)
        .keyset(|e| e.at.asc())
        .page(None, 3)
        .await
        .expect_err("an offset");
    assert_eq!(error.kind(), ErrorKind::Request);
}

#[tokio::test]
async fn a_stream_heeds_filters_and_the_limit_of_the_whole() {
    let space = events(300).await;
    let db = space.admin().database();
    let rows: Vec<Event> = db
        .from::<Event>()
        .limit(45)
        .stream(20)
        .try_collect()
        .await
        .expect("rows");
    assert_eq!(
        rows.iter().map(|row| row.id).collect::<Vec<_>>(),
        (1..=45).collect::<Vec<_>>()
    );
    let odd = db
        .from::<Event>()
        .filter(|e| e.kind.is_null() | e.id.gt(290))
        .stream(10);
    let rows: Vec<Event> = odd.try_collect().await.expect("rows");
    assert!(rows.iter().all(|row| row.kind.is_none() || row.id > 290));
    assert_eq!(rows.len(), 300 / 7 + 10 - 1);
    let none: Vec<Event> = db
        .from::<Event>()
        .limit(0)
        .stream(10)
        .try_collect()
        .await
        .expect("rows");
    assert!(none.is_empty());
}
