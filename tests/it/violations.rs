//! Constraints that the database holds against a write.

use insforge::ErrorKind;
use insforge::prelude::*;
use insforge_tests::Backend;

use crate::tables::{Todo, todo, todos};

#[tokio::test]
async fn a_unique_violation_names_its_constraint() {
    let space = todos().await;
    let db = space.admin().database();
    db.insert(todo("a")).execute().await.expect("a row");
    let error = db.insert(todo("a")).execute().await.expect_err("it is there");
    assert_eq!(
        (error.kind(), error.sqlstate()),
        (ErrorKind::Conflict, Some("23505"))
    );
    assert!(error.is_unique_violation() && error.is_conflict());
    assert!(error.violates("todos_slug_key"));
    assert!(!error.violates("todos_pkey"));
    assert!(error.details().is_some_and(|details| details.contains("slug")));
}

#[tokio::test]
async fn a_check_violation_is_invalid_input() {
    let space = todos().await;
    let db = space.admin().database();
    let error = db
        .insert(todo("forbidden"))
        .execute()
        .await
        .expect_err("the check");
    assert_eq!(
        (error.kind(), error.is_check_violation()),
        (ErrorKind::Invalid, true)
    );
    let error = db
        .update::<Todo>()
        .set(|t| t.title.to("forbidden"))
        .filter(|t| t.slug.eq("x"))
        .execute()
        .await;
    assert_eq!(error.expect("no row met, so no check failed"), 0);
}

/// Parents and children by a foreign key.
#[derive(Table, Debug)]
#[table(name = "children")]
struct Child {
    #[column(pk)]
    id: i32,
    parent: i32,
    name: Option<String>,
}

/// The same table as somebody would write it who forgot that `parent` is required.
#[derive(Table, Debug)]
#[table(name = "children")]
struct CarelessChild {
    #[column(pk)]
    id: i32,
    parent: Option<i32>,
    #[column(name = "nmae")]
    name: Option<String>,
}

#[tokio::test]
async fn foreign_keys_and_not_null_are_told_apart() {
    let space = Backend::connect()
        .await
        .space(
            "create table {s}.parents (id int primary key); \
             create table {s}.children (id int primary key, \
             parent int not null constraint children_parent_fk references {s}.parents, name text);",
        )
        .await;
    let db = space.admin().database();
    let error = db
        .insert(NewChild { id: 1, parent: 9 }.name("x"))
        .execute()
        .await
        .expect_err("no such parent");
    assert!(
        error.is_foreign_key_violation() && error.violates("children_parent_fk"),
        "{error:?}"
    );
    assert_eq!(error.kind(), ErrorKind::Conflict);
    let error = db
        .insert(NewCarelessChild { id: 1 })
        .execute()
        .await
        .expect_err("no parent");
    assert!(error.is_not_null_violation(), "{error:?}");
    assert_eq!(error.column(), Some("parent"));
}

/// A struct that has drifted from its table.
#[tokio::test]
async fn a_column_that_is_not_there_is_no_missing_row() {
    let space = Backend::connect()
        .await
        .space("create table {s}.children (id int primary key, parent int, name text);")
        .await;
    let db = space.admin().database();
    let error = db
        .from::<CarelessChild>()
        .all()
        .await
        .expect_err("no such column");
    assert_eq!(error.code(), Some("42703"));
    assert!(!error.is_not_found());
    let error = db
        .insert(NewCarelessChild { id: 1 }.name("x"))
        .execute()
        .await
        .expect_err("no such column");
    assert!(error.maybe_stale_schema(), "{error:?}");
}
