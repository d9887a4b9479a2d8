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

/// A table whose constraints have names by PostgreSQL's rule, by InsForge's, and of their own.
#[derive(Table, Debug)]
#[table(
    name = "a_table_with_a_name_that_is_nearly_as_long_as_a_name_may_be",
    unique(list, place),
    unique(code, constraint = "one_code")
)]
#[relation(parent: one Parent via parent_id)]
#[relation(other: one Parent via other_id)]
#[relation(third: one Parent via third_id, constraint = "third_parent")]
struct Named {
    #[column(pk)]
    id: i32,
    list: i32,
    place: i32,
    code: i32,
    parent_id: i32,
    other_id: i32,
    third_id: i32,
}

#[derive(Table, Debug)]
#[table(name = "parents", primary_key = "parents_pk")]
#[relation(named: many Named via Named.parent_id)]
struct Parent {
    #[column(pk)]
    id: i32,
}

#[tokio::test]
async fn every_constraint_is_told_by_its_value() {
    use insforge::error::Constraint as _;
    let space = Backend::connect()
        .await
        .space(
            "create table {s}.parents (id int constraint parents_pk primary key); \
             create table {s}.a_table_with_a_name_that_is_nearly_as_long_as_a_name_may_be (\
             id int primary key, list int not null, place int not null, code int not null constraint one_code unique, \
             parent_id int not null references {s}.parents, \
             other_id int not null constraint fk_other_id_parents_id references {s}.parents, \
             third_id int not null constraint third_parent references {s}.parents, unique (list, place)); \
             insert into {s}.parents values (1), (2); \
             insert into {s}.a_table_with_a_name_that_is_nearly_as_long_as_a_name_may_be values (1, 1, 1, 1, 1, 1, 1);",
        )
        .await;
    let db = space.admin().database();
    let row = || NewNamed {
        id: 2,
        list: 2,
        place: 2,
        code: 2,
        parent_id: 1,
        other_id: 1,
        third_id: 1,
    };
    for (row, violated) in [
        (NewNamed { id: 1, ..row() }, NamedConstraint::PrimaryKey),
        (
            NewNamed {
                list: 1,
                place: 1,
                ..row()
            },
            NamedConstraint::ListPlace,
        ),
        (NewNamed { code: 1, ..row() }, NamedConstraint::Code),
        (
            NewNamed {
                parent_id: 9,
                ..row()
            },
            NamedConstraint::Parent,
        ),
        (NewNamed { other_id: 9, ..row() }, NamedConstraint::Other),
        (NewNamed { third_id: 9, ..row() }, NamedConstraint::Third),
    ] {
        let error = db.insert(row).execute().await.expect_err("a violation");
        assert_eq!(error.constraint_as(), Some(violated), "{error:?}");
        for other in NamedConstraint::ALL {
            assert_eq!(error.violates(*other), *other == violated, "{other:?} {error}");
        }
    }
    let parent = db
        .insert(NewParent { id: 1 })
        .execute()
        .await
        .expect_err("it is there");
    assert_eq!(parent.constraint_as(), Some(ParentConstraint::PrimaryKey));
    assert!(parent.violates("parents_pk") && parent.constraint_as::<NamedConstraint>().is_none());
    db.update::<Named>()
        .set(|n| (n.other_id.to(2), n.third_id.to(2)))
        .all_rows()
        .execute()
        .await
        .expect("a change");
    let kept = db
        .delete::<Parent>()
        .by_key(1)
        .execute()
        .await
        .expect_err("it is referred to");
    assert_eq!(kept.constraint_as(), Some(ParentConstraint::Named), "{kept:?}");
}

/// The table as somebody would write it who takes a number for text.
#[derive(Table, Debug)]
#[table(name = "children")]
struct MistakenChild {
    #[column(pk)]
    id: i32,
    parent: String,
}

#[tokio::test]
async fn an_operator_that_the_type_lacks_is_no_missing_table() {
    let space = Backend::connect()
        .await
        .space("create table {s}.children (id int primary key, parent int);")
        .await;
    let db = space.admin().database();
    let error = db
        .from::<MistakenChild>()
        .filter(|c| c.parent.like("1%"))
        .all()
        .await
        .expect_err("no such operator");
    assert_eq!((error.status(), error.sqlstate()), (Some(404), Some("42883")));
    assert!(error.is_no_operator() && !error.is_not_found(), "{error:?}");
    assert!(
        error.maybe_stale_schema(),
        "the struct has drifted from the table"
    );
}

#[tokio::test]
async fn a_write_to_a_table_that_the_api_does_not_know_may_be_a_stale_schema() {
    let space = Backend::connect().await.space("").await;
    let db = space.admin().database();
    for error in [
        db.insert(NewParent { id: 1 })
            .execute()
            .await
            .expect_err("no table"),
        db.from::<Parent>().all().await.map(drop).expect_err("no table"),
    ] {
        assert!(error.is_not_found() && error.maybe_stale_schema(), "{error:?}");
    }
}
