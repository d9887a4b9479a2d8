//! Tables that are known by name only.

use insforge::ErrorKind;
use insforge::prelude::*;
use insforge::query::{DynColumn, Untyped};
use insforge_tests::{Backend, Space};
use serde_json::{Value, json};

const THINGS: &str = r#"
    create table {s}.things (
        id bigint generated always as identity primary key,
        "order" int not null default 7,
        "a b" text,
        big bigint,
        tags text[] not null default '{}',
        meta jsonb not null default '{}',
        span int4range
    );
    insert into {s}.things ("order", "a b", big, tags, meta, span) values
        (1, 'x"y,z)', 9007199254740993, '{red,"dark, blue"}', '{"ui": {"n": 1}}', '[1,5)'),
        (2, 'null', null, '{}', '{"ui": {"n": 2}}', null),
        (3, null, 1, '{red}', '{}', '[5,9)');
"#;

async fn things() -> Space {
    Backend::connect().await.space(THINGS).await
}

/// The ids that a condition finds.
async fn found(space: &Space, filter: Filter<Untyped>) -> Vec<i64> {
    let db = space.admin().database();
    let rows = db
        .table("things")
        .select(["id"])
        .filter(|_| filter)
        .order(|t| t.col("id").asc())
        .all()
        .await
        .expect("rows");
    rows.iter()
        .map(|row| row["id"].as_i64().expect("an id"))
        .collect()
}

#[tokio::test]
async fn every_operator_takes_plain_values_and_quotes_them() {
    let space = things().await;
    let col = DynColumn::new;
    for (filter, expected) in [
        (col("a b").eq("x\"y,z)"), vec![1]),
        (col("a b").in_(["x\"y,z)", "null"]), vec![1, 2]),
        (col("a b").eq(Value::from("null")), vec![2]),
        (col("a b").is_null(), vec![3]),
        (col("a b").starts_with("x\"") | col("order").gt(2), vec![1, 3]),
        (!(col("a b").ilike("X%") & col("order").eq(1)), vec![2, 3]),
        (col("order").between(2, 3), vec![2, 3]),
        (col("order").eq(json!(2)), vec![2]),
        (col("big").eq(9_007_199_254_740_993_i64), vec![1]),
        (col("tags").contains_all(["dark, blue"]), vec![1]),
        (col("tags").overlaps(vec!["red".to_owned()]), vec![1, 3]),
        (col("meta").path("ui").path("n").text().eq("2"), vec![2]),
        (col("span").overlaps("[4,6)"), vec![1, 3]),
        (col("span").strictly_left_of("[5,6)"), vec![1]),
        (Filter::any([]) & col("id").gt(0), vec![]),
    ] {
        let shown = format!("{filter:?}");
        assert_eq!(found(&space, filter).await, expected, "{shown}");
    }
    let error = space
        .admin()
        .database()
        .table("things")
        .read()
        .filter(|t| t.col("a b").eq(Value::Null))
        .to_request()
        .expect_err("null");
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(error.to_string().contains("is_null"), "{error}");
}

#[tokio::test]
async fn rows_are_read_counted_paged_and_ordered() {
    let space = things().await;
    let table = space.admin().database().table("things");
    assert_eq!(table.read().count().await.expect("a count"), 3);
    assert!(
        table
            .read()
            .filter(|t| t.col("order").eq(3))
            .exists()
            .await
            .expect("an answer")
    );
    let page = table
        .select(["order", "a b"])
        .order(|t| t.col("order").desc())
        .limit(2)
        .page()
        .await
        .expect("a page");
    assert_eq!(page.total, Some(3));
    assert_eq!(*page.rows[0], json!({"order": 3, "a b": null}));
    let whole = table
        .read()
        .filter(|t| t.col("id").eq(2))
        .one()
        .await
        .expect("a row");
    assert_eq!(whole["meta"], json!({"ui": {"n": 2}}));
    let missing = space.admin().database().table("nothing").read().all().await;
    assert!(missing.expect_err("no table").is_not_found());
}

#[tokio::test]
async fn rows_are_inserted_updated_and_deleted() {
    let space = things().await;
    let table = space.admin().database().table("things");
    let one = table
        .insert(json!({"a b": "new", "big": i64::MAX}))
        .returning_all()
        .await;
    let one = one.expect("a row");
    assert_eq!((&one[0]["a b"], &one[0]["order"]), (&json!("new"), &json!(7)));
    let rows = [json!({"order": 5}), json!({"a b": "only this"})];
    assert_eq!(table.insert_many(rows).execute().await.expect("rows"), 2);
    let exact = table.read().filter(|t| t.col("big").eq(i64::MAX)).count().await;
    assert_eq!(exact.expect("a count"), 1, "a large number arrives as it is");
    assert_eq!(
        table
            .read()
            .filter(|t| t.col("order").eq(7))
            .count()
            .await
            .expect("a count"),
        2,
        "what a row leaves out takes its default"
    );

    let updated = table
        .update(json!({"a b": null}))
        .filter(|t| t.col("order").eq(5) | t.col("order").eq(1))
        .returning_all()
        .await
        .expect("rows");
    assert!(updated.len() == 2 && updated.iter().all(|row| row["a b"].is_null()));
    table
        .update(json!({"order": 40}))
        .filter(|t| t.col("id").eq(2))
        .expect_one()
        .await
        .expect("one row");
    let refused = table
        .update(json!({"order": 41}))
        .filter(|t| t.col("id").gt(0))
        .expect_one()
        .await;
    assert!(refused.expect_err("several rows").is_row_count());
    assert_eq!(
        table
            .delete()
            .filter(|t| t.col("order").ge(40))
            .execute()
            .await
            .expect("a delete"),
        1
    );
    assert_eq!(table.delete().all_rows().execute().await.expect("a delete"), 5);
}

#[tokio::test]
async fn a_write_without_a_real_condition_is_refused_before_it_is_sent() {
    let space = things().await;
    let table = space.admin().database().table("things");
    let error = table
        .delete()
        .filter(|_| Filter::all([]))
        .to_request()
        .expect_err("every row");
    assert_eq!(error.kind(), ErrorKind::Request);
    let error = table
        .update(json!({"order": 1}))
        .filter(|t| t.col("id").not_in(Vec::<i64>::new()))
        .to_request()
        .expect_err("every row");
    assert_eq!(error.kind(), ErrorKind::Request);
    for (row, words) in [
        (json!({}), "sets no column"),
        (json!([1]), "JSON object"),
        (json!({"meta": {"n": 9_007_199_254_740_993_i64}}), "meta"),
    ] {
        let error = table.insert(&row).to_request().expect_err("no row");
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(error.to_string().contains(words), "{error}");
    }
    let error = table
        .update(json!({"order": 1}))
        .filter(|t| t.col("order").eq(1) | t.col("order").eq(2))
        .returning_all()
        .await
        .expect_err("a tree over a column that is set");
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    for name in ["", "a/b", ".."] {
        let error = space.admin().database().table(name).read().to_request();
        assert_eq!(error.expect_err("a name").kind(), ErrorKind::Request);
    }
}
