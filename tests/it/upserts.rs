//! Rows that may be there already.

use insforge::ErrorKind;
use insforge::prelude::*;

use crate::tables::{Todo, slugs, todo, todos};

#[tokio::test]
async fn merge_writes_the_columns_that_are_set_and_no_others() {
    let space = todos().await;
    let db = space.admin().database();
    db.insert(todo("a").rank(1).body("kept"))
        .execute()
        .await
        .expect("a row");
    let row: Todo = db
        .upsert(todo("a").rank(2))
        .on_conflict(|u| u.slug)
        .returning_one()
        .await
        .expect("the row");
    assert_eq!((row.rank, row.body.as_deref()), (2, Some("kept")));
    let row: Todo = db
        .upsert(todo("b"))
        .on_conflict(|u| u.slug)
        .merge()
        .returning_one()
        .await
        .expect("a new row");
    assert_eq!(row.rank, 10);
}

#[tokio::test]
async fn ignore_leaves_the_row_that_is_there() {
    let space = todos().await;
    let db = space.admin().database();
    db.insert(todo("a").rank(1)).execute().await.expect("a row");
    let skipped: Option<Todo> = db
        .upsert(todo("a").rank(2))
        .on_conflict(|u| u.slug)
        .ignore()
        .returning_maybe_one()
        .await
        .expect("no error");
    assert!(skipped.is_none());
    let rows = [todo("a").rank(3), todo("b").rank(3)];
    let written: Vec<Todo> = db
        .upsert_many(rows)
        .ignore()
        .on_conflict(|u| u.slug)
        .returning_all()
        .await
        .expect("rows");
    assert_eq!(slugs(&written), ["b"]);
    assert_eq!(
        db.from::<Todo>()
            .filter(|t| t.slug.eq("a"))
            .one()
            .await
            .expect("a")
            .rank,
        1
    );
}

#[tokio::test]
async fn a_target_of_several_columns_works() {
    let space = todos().await;
    let db = space.admin().database();
    db.insert(todo("a").list("work").position(1))
        .execute()
        .await
        .expect("a row");
    let row: Todo = db
        .upsert(todo("z").list("work").position(1))
        .on_conflict(|u| u.list_position)
        .returning_one()
        .await
        .expect("the row");
    assert_eq!(row.slug, "z");
    assert_eq!(db.from::<Todo>().count().await.expect("a count"), 1);
}

#[tokio::test]
async fn merging_rows_of_different_columns_is_refused_since_defaults_would_overwrite() {
    let space = todos().await;
    let db = space.admin().database();
    let error = db
        .upsert_many([todo("a").rank(1), todo("b").body("x")])
        .on_conflict(|u| u.slug)
        .execute()
        .await
        .expect_err("different columns");
    assert_eq!(error.kind(), ErrorKind::Request);
    let written = db
        .upsert_many([todo("a").rank(1), todo("b").rank(2)])
        .on_conflict(|u| u.slug)
        .execute()
        .await;
    assert_eq!(written.expect("a write"), 2);
}

/// A table with a composite key that the client makes.
#[derive(Table, Debug, PartialEq)]
#[table(name = "settings")]
struct Setting {
    #[column(pk)]
    tenant: String,
    #[column(pk)]
    name: String,
    value: String,
}

#[tokio::test]
async fn the_target_is_the_primary_key_unless_said() {
    let backend = insforge_tests::Backend::connect().await;
    let space = backend
        .space("create table {s}.settings (tenant text, name text, value text not null, primary key (tenant, name));")
        .await;
    let db = space.admin().database();
    let setting = |value: &str| NewSetting {
        tenant: "t".into(),
        name: "color".into(),
        value: value.into(),
    };
    assert_eq!(db.upsert(setting("red")).execute().await.expect("a write"), 1);
    let row: Setting = db.upsert(setting("blue")).returning_one().await.expect("the row");
    assert_eq!(row.value, "blue");

    // The composite key as a tuple.
    let key = ("t".to_owned(), "color".to_owned());
    db.update::<Setting>()
        .set(|s| s.value.to("green"))
        .by_key(&key)
        .expect_one()
        .await
        .expect("one row");
    assert_eq!(
        db.from::<Setting>()
            .by_key(key.clone())
            .one()
            .await
            .expect("the row")
            .value,
        "green"
    );
    db.delete::<Setting>()
        .by_key(key)
        .expect_one()
        .await
        .expect("one row");
    assert_eq!(db.from::<Setting>().count().await.expect("a count"), 0);
}
