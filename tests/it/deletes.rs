//! Rows that go.

use insforge::ErrorKind;

use crate::tables::{Todo, slugs, todo, todos};

#[tokio::test]
async fn only_the_chosen_rows_go() {
    let space = todos().await;
    let db = space.admin().database();
    let rows = ["a", "b", "c", "d"].map(todo);
    let rows: Vec<Todo> = db.insert_many(rows).returning_all().await.expect("rows");
    db.delete::<Todo>()
        .by_key(rows[0].id)
        .expect_one()
        .await
        .expect("one row");
    let gone = db
        .delete::<Todo>()
        .by_key(rows[0].id)
        .expect_one()
        .await
        .expect_err("it is gone");
    assert_eq!((gone.kind(), gone.rows()), (ErrorKind::RowCount, Some(0)));
    let deleted: Vec<Todo> = db
        .delete::<Todo>()
        .filter(|t| t.slug.eq("b") | t.slug.eq("zz"))
        .returning_all()
        .await
        .expect("rows");
    assert_eq!(slugs(&deleted), ["b"]);
    let one: Todo = db
        .delete::<Todo>()
        .filter(|t| t.slug.eq("c"))
        .returning_one()
        .await
        .expect("one row");
    assert_eq!(one.slug, "c");
    assert_eq!(db.from::<Todo>().count().await.expect("a count"), 1);
    assert_eq!(
        db.delete::<Todo>().all_rows().execute().await.expect("a write"),
        1
    );
}

#[tokio::test]
async fn several_rows_are_not_one() {
    let space = todos().await;
    let db = space.admin().database();
    db.insert_many(["a", "b"].map(todo))
        .execute()
        .await
        .expect("rows");
    let error = db
        .delete::<Todo>()
        .filter(|t| t.slug.in_(["a", "b"]))
        .expect_one()
        .await
        .expect_err("two rows");
    assert_eq!((error.kind(), error.rows()), (ErrorKind::RowCount, Some(2)));
    assert_eq!(
        db.from::<Todo>().count().await.expect("a count"),
        2,
        "rolled back"
    );
}
