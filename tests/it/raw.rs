//! Escape hatches: conditions and selects in PostgREST's own words.

use insforge::ErrorKind;
use insforge::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use crate::tables::{NewTodo, Todo, todos};

async fn seeded() -> insforge_tests::Space {
    let space = todos().await;
    let rows = ["red, car", "blue car", "red \"bike\""].map(|title| NewTodo {
        slug: title.replace(' ', "-"),
        title: title.into(),
    });
    let written = space.admin().database().insert_many(rows).execute().await;
    assert_eq!(written.expect("rows"), 3);
    space
}

#[tokio::test]
async fn raw_conditions_join_the_others_at_any_depth() {
    let space = seeded().await;
    let db = space.admin().database();
    let titles = |filter: Filter<Todo>| {
        let query = db
            .from::<Todo>()
            .select_columns(|t| (t.title,))
            .filter(|_| filter);
        async move {
            let mut rows: Vec<String> = query
                .all()
                .await
                .expect("rows")
                .into_iter()
                .map(|row| row.0)
                .collect();
            rows.sort();
            rows
        }
    };
    let raw = Filter::<Todo>::raw;
    assert_eq!(titles(raw("title.eq.\"red, car\"")).await, ["red, car"]);
    assert_eq!(
        titles(!raw("title.eq.\"red, car\"")).await,
        ["blue car", "red \"bike\""]
    );
    assert_eq!(
        titles(raw("title.like.red*") & !Todo::COLS.title.contains("bike")).await,
        ["red, car"]
    );
    assert_eq!(
        titles(raw("or(title.eq.\"blue car\",title.phfts.bike)") | Todo::COLS.slug.eq("red,-car")).await,
        ["blue car", "red \"bike\"", "red, car"]
    );
    let read = db
        .from::<Todo>()
        .filter(|_| ReadFilter::raw("title.like.blue*"))
        .count()
        .await;
    assert_eq!(read.expect("a count"), 1);
}

#[tokio::test]
async fn a_raw_condition_cannot_break_out_and_is_refused_before_it_is_sent() {
    let space = todos().await;
    let db = space.admin().database();
    for raw in ["id.gt.0,slug.eq.a", "id.gt.0)", "slug.eq.\"a", ""] {
        let query = db.from::<Todo>().filter(|_| Filter::raw(raw));
        let error = query.to_request().expect_err(raw);
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(error.to_string().contains("raw condition"), "{error}");
        let write = db.delete::<Todo>().filter(|_| Filter::raw(raw)).to_request();
        assert_eq!(write.expect_err(raw).kind(), ErrorKind::Request);
    }
    let select = db.from::<Todo>().raw_select::<Value>("id,title(").to_request();
    assert_eq!(select.expect_err("unbalanced").kind(), ErrorKind::Request);
}

#[tokio::test]
async fn a_raw_condition_chooses_rows_to_write_and_returns_none() {
    let space = seeded().await;
    let db = space.admin().database();
    let returning = db
        .delete::<Todo>()
        .filter(|_| Filter::raw("title.like.red*"))
        .returning_all::<Todo>()
        .await;
    assert_eq!(returning.expect_err("rows").kind(), ErrorKind::Unsupported);
    let deleted = db
        .delete::<Todo>()
        .filter(|t| Filter::raw("title.like.red*") & t.done.eq(false))
        .execute()
        .await;
    assert_eq!(deleted.expect("a delete"), 2);
    assert_eq!(db.from::<Todo>().count().await.expect("a count"), 1);
}

#[derive(Deserialize, Debug, PartialEq)]
struct Shout {
    shout: String,
    id: String,
}

#[tokio::test]
async fn a_raw_select_is_read_as_json_or_as_any_type() {
    let space = seeded().await;
    let db = space.admin().database();
    let query = || db.from::<Todo>().order(|t| t.id.asc());
    let rows = query()
        .raw_select::<Value>("shout:title,id::text")
        .all()
        .await
        .expect("rows");
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0]["shout"], "red, car");
    assert!(rows[0]["id"].is_string());
    let row = query()
        .raw_select::<Shout>("shout:title,id::text")
        .first()
        .await
        .expect("an answer")
        .expect("a row")
        .into_inner();
    assert_eq!(row.shout, "red, car");
    // The columns that a keyset adds for itself stay hidden.
    let page = db
        .from::<Todo>()
        .raw_select::<Value>("title")
        .keyset(|t| t.title.asc())
        .page(None, 2)
        .await
        .expect("a page");
    assert_eq!(
        page.rows
            .into_iter()
            .map(insforge::query::Raw::into_inner)
            .collect::<Vec<_>>(),
        [
            serde_json::json!({"title": "blue car"}),
            serde_json::json!({"title": "red \"bike\""})
        ]
    );
}
