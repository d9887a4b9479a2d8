//! Changes to rows, and the guard before them.

use insforge::prelude::*;
use insforge::{Database, ErrorKind};
use insforge_tests::Space;

use crate::tables::{Todo, TodoPatch, slugs, todo, todos};

async fn three() -> (Space, Database) {
    let space = todos().await;
    let db = space.admin().database();
    let rows = [todo("a").rank(1), todo("b").rank(2), todo("c").rank(3)];
    db.insert_many(rows).execute().await.expect("rows");
    (space, db)
}

async fn ranks(db: &Database) -> Vec<i32> {
    db.from::<Todo>()
        .order(|t| t.slug.asc())
        .all()
        .await
        .expect("rows")
        .iter()
        .map(|row| row.rank)
        .collect()
}

#[tokio::test]
async fn only_the_chosen_rows_change_and_only_the_columns_set() {
    let (_space, db) = three().await;
    let changed = db
        .update::<Todo>()
        .set(|t| (t.done.to(true), t.body.to("x")))
        .filter(|t| t.rank.ge(2))
        .execute()
        .await;
    assert_eq!(changed.expect("a write"), 2);
    assert_eq!(ranks(&db).await, [1, 2, 3]);
    assert_eq!(
        db.from::<Todo>()
            .filter(|t| t.done.eq(true) & t.body.eq("x"))
            .count()
            .await
            .expect("a count"),
        2
    );
    db.update::<Todo>()
        .set(|t| t.body.to_null())
        .all_rows()
        .execute()
        .await
        .expect("a write");
    assert_eq!(
        db.from::<Todo>()
            .filter(|t| t.body.is_null())
            .count()
            .await
            .expect("a count"),
        3
    );
    assert_eq!(
        db.update::<Todo>()
            .set(|t| t.body.to_opt(Some("y")))
            .filter(|t| t.slug.eq("none"))
            .execute()
            .await
            .expect("a write"),
        0
    );
}

#[tokio::test]
async fn a_patch_sends_what_it_sets() {
    let (_space, db) = three().await;
    let patch = TodoPatch::default().body(None).rank(5);
    let rows: Vec<Todo> = db
        .patch(patch)
        .filter(|t| t.slug.eq("b"))
        .returning_all()
        .await
        .expect("rows");
    assert_eq!((slugs(&rows), rows[0].rank), (vec!["b"], 5));
    let error = db
        .patch(TodoPatch::default())
        .all_rows()
        .execute()
        .await
        .expect_err("nothing to change");
    assert_eq!(error.kind(), ErrorKind::Request);
}

#[tokio::test]
async fn exactly_one_row_or_none_at_all() {
    let (_space, db) = three().await;
    let set = |rank: i32| db.update::<Todo>().set(move |t| t.rank.to(rank));
    let many = set(9)
        .filter(|t| t.rank.ge(2))
        .expect_one()
        .await
        .expect_err("two rows");
    assert_eq!((many.kind(), many.rows()), (ErrorKind::RowCount, Some(2)));
    let none = set(9)
        .filter(|t| t.slug.eq("z"))
        .expect_one()
        .await
        .expect_err("no row");
    assert_eq!((none.kind(), none.rows()), (ErrorKind::RowCount, Some(0)));
    assert_eq!(ranks(&db).await, [1, 2, 3], "both were rolled back");
    set(9)
        .filter(|t| t.slug.eq("a"))
        .expect_one()
        .await
        .expect("one row");
    let row: Todo = set(8)
        .filter(|t| t.slug.eq("a"))
        .returning_one()
        .await
        .expect("one row");
    assert_eq!(row.rank, 8);
    set(7)
        .filter(|t| t.slug.ne("a"))
        .returning_one::<Todo>()
        .await
        .expect_err("two rows");
    assert_eq!(ranks(&db).await, [8, 2, 3]);
}

/// PostgREST 12 applies a tree a second time to the rows that it returns.
#[tokio::test]
async fn trees_on_a_write_touch_and_return_the_right_rows() {
    let (_space, db) = three().await;
    let rows: Vec<Todo> = db
        .update::<Todo>()
        .set(|t| t.done.to(true))
        .filter(|t| t.rank.eq(1) | !(t.rank.lt(3)))
        .returning_all()
        .await
        .expect("rows");
    let mut found = slugs(&rows);
    found.sort_unstable();
    assert_eq!(found, ["a", "c"]);

    // Over the column that is set: the count is right, rows cannot be had, and we say so before sending.
    let query = || {
        db.update::<Todo>()
            .set(|t| t.rank.to(50))
            .filter(|t| t.rank.eq(2) | t.rank.eq(3))
    };
    let error = query().returning_all::<Todo>().await.expect_err("not to be had");
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(ranks(&db).await, [1, 2, 3]);
    assert_eq!(query().execute().await.expect("a write"), 2);
    assert_eq!(ranks(&db).await, [1, 50, 50]);
    // One row by a tree over the column that is set, and its rollback.
    let one = |rank| {
        db.update::<Todo>()
            .set(|t| t.rank.to(60))
            .filter(move |t| t.rank.eq(rank) | t.rank.eq(-1))
    };
    assert_eq!(one(50).expect_one().await.expect_err("two rows").rows(), Some(2));
    one(1).expect_one().await.expect("one row");
    assert_eq!(ranks(&db).await, [60, 50, 50]);
}

#[tokio::test]
async fn plain_conditions_return_rows_even_of_the_column_set() {
    let (_space, db) = three().await;
    let rows: Vec<Todo> = db
        .update::<Todo>()
        .set(|t| t.rank.to(0))
        .filter(|t| t.rank.ge(2) & t.rank.le(3) & t.rank.ne(3) & t.slug.in_(["a", "b", "c"]))
        .returning_all()
        .await
        .expect("rows");
    assert_eq!((slugs(&rows), rows[0].rank), (vec!["b"], 0));
}

#[tokio::test]
async fn a_condition_that_holds_for_all_or_none_is_refused() {
    let (_space, db) = three().await;
    let update = || db.update::<Todo>().set(|t| t.rank.to(0));
    for query in [
        update().filter(|_| Filter::all([])),
        update().filter(|t| t.slug.not_in([] as [&str; 0])),
        update().filter(|t| !t.slug.in_([] as [&str; 0])),
        update().filter(|t| t.slug.eq("a") | Filter::all([])),
        update().filter(|t| t.rank.eq_all([] as [i32; 0])),
        update().filter(|_| Filter::any([])),
    ] {
        let error = query.execute().await.expect_err("a constant");
        assert_eq!(error.kind(), ErrorKind::Request, "{error}");
    }
    assert_eq!(ranks(&db).await, [1, 2, 3]);
    assert_eq!(
        update()
            .filter(|t| t.slug.in_([] as [&str; 0]))
            .execute()
            .await
            .expect("no row"),
        0
    );
}

#[tokio::test]
async fn repeated_json_paths_on_a_write_mean_both() {
    let (_space, db) = three().await;
    db.update::<Todo>()
        .set(|t| t.meta.to(serde_json::json!({"k": "v"})))
        .filter(|t| t.slug.eq("a"))
        .execute()
        .await
        .expect("a write");
    let both = |t: &'static crate::tables::TodoCols| {
        t.meta.path("k").text().ge("u") & t.meta.path("k").text().le("w") & t.meta.path("k").text().ne("x")
    };
    assert_eq!(
        db.update::<Todo>()
            .set(|t| t.rank.to(5))
            .filter(both)
            .execute()
            .await
            .expect("a write"),
        1
    );
    let deleted: Vec<Todo> = db
        .delete::<Todo>()
        .filter(both)
        .returning_all()
        .await
        .expect("rows");
    assert_eq!(slugs(&deleted), ["a"]);
    assert_eq!(db.from::<Todo>().count().await.expect("a count"), 2);
}

#[tokio::test]
async fn a_column_set_twice_is_refused() {
    let (_space, db) = three().await;
    let error = db
        .update::<Todo>()
        .set(|t| (t.rank.to(1), t.rank.to(2)))
        .all_rows()
        .to_request()
        .expect_err("twice");
    assert!(error.to_string().contains("`rank` is set twice"), "{error}");
}

#[tokio::test]
async fn the_limit_of_rows_is_sent_as_a_strict_preference() {
    let (_space, db) = three().await;
    let request = db
        .update::<Todo>()
        .set(|t| t.rank.to(1))
        .all_rows()
        .max_affected(2)
        .to_request()
        .expect("a request");
    assert_eq!(
        request.headers().get("prefer").expect("preferences"),
        "return=minimal,count=exact,handling=strict,max-affected=2"
    );
    // PostgREST 12.2 knows it and rolls back; an older one refuses it: either way nothing changes.
    db.update::<Todo>()
        .set(|t| t.rank.to(1))
        .all_rows()
        .max_affected(2)
        .execute()
        .await
        .expect_err("three rows");
    assert_eq!(ranks(&db).await, [1, 2, 3]);
}
