//! Structs of the user's that write rows: what their fields may be, and what is sent for them.

use std::borrow::Cow;

use insforge::prelude::*;
use insforge::{Admin, Database};

#[derive(Table, Debug, Clone)]
#[table(name = "todos", unique(slug))]
pub struct Todo {
    #[column(pk, identity = always)]
    pub id: i64,
    pub slug: String,
    pub title: String,
    pub r#type: Option<i32>,
    pub body: Option<String>,
    #[column(default)]
    pub rank: i32,
    #[column(default)]
    pub meta: Json<Vec<i32>>,
    #[column(filled_by = "stamp")]
    pub stamp: i64,
}

#[derive(Insert)]
#[insert(Todo)]
pub struct Create<'a, 'b: 'a> {
    slug: &'a str,
    #[insert(column = title)]
    heading: Cow<'b, str>,
    r#type: Option<&'a i32>,
    body: Set<Option<&'a str>>,
    rank: Option<i32>,
    #[insert(skip)]
    _token: &'b str,
}

#[derive(Insert, Patch)]
#[insert(Todo, crate = "::insforge")]
#[patch(Todo)]
struct Both {
    slug: String,
    title: String,
    body: String,
}

#[derive(Patch)]
#[patch(Todo)]
struct Edit<'a> {
    slug: Option<&'a str>,
    title: Set<&'static str>,
    body: Option<Option<String>>,
    #[patch(column = r#type)]
    kind: Set<Option<i32>>,
    meta: Option<Json<Vec<i32>>>,
}

fn db() -> Database {
    let client: insforge::Client<Admin> =
        insforge::Client::admin("http://localhost:1", "ik_0123456789").expect("a client");
    client.database()
}

fn sent(request: insforge::Result<insforge::http::Request>) -> String {
    let request = request.expect("a request");
    String::from_utf8_lossy(request.body().unwrap_or_default()).into_owned()
}

fn create(body: Set<Option<&str>>, rank: Option<i32>) -> Create<'_, '_> {
    Create {
        slug: "a",
        heading: "b".into(),
        r#type: None,
        body,
        rank,
        _token: "t",
    }
}

#[test]
fn absent_null_and_a_value_are_three_spellings() {
    let of = |body, rank| sent(db().insert(create(body, rank)).to_request());
    assert_eq!(of(Set::Unset, None), r#"{"slug":"a","title":"b","type":null}"#);
    assert_eq!(
        of(Set::Value(None), Some(3)),
        r#"{"slug":"a","title":"b","type":null,"body":null,"rank":3}"#
    );
    assert_eq!(
        of(Set::Value(Some("x")), None),
        r#"{"slug":"a","title":"b","type":null,"body":"x"}"#
    );
}

#[test]
fn bulk_inserts_and_upserts_take_it_too() {
    let both = || Both {
        slug: "a".into(),
        title: "b".into(),
        body: "c".into(),
    };
    let request = db()
        .insert_many([both(), both()])
        .to_request()
        .expect("a request");
    assert!(
        request.query().contains("columns=slug,title,body"),
        "{}",
        request.query()
    );
    let upsert = db().upsert(both()).on_conflict(|u| u.slug).to_request();
    assert_eq!(sent(upsert), r#"{"slug":"a","title":"b","body":"c"}"#);
    let patch = db().patch(both()).by_key(1).to_request();
    assert_eq!(sent(patch), r#"{"slug":"a","title":"b","body":"c"}"#);
}

#[test]
fn a_patch_writes_what_its_fields_say() {
    let nothing = Edit {
        slug: None,
        title: Set::Unset,
        body: None,
        kind: Set::Unset,
        meta: None,
    };
    assert!(nothing.is_empty());
    let error = db()
        .patch(nothing)
        .by_key(1)
        .to_request()
        .expect_err("nothing to change");
    assert_eq!(error.kind(), insforge::ErrorKind::Request);
    let edit = Edit {
        slug: Some("s"),
        title: Set::Unset,
        body: Some(None),
        kind: Set::Value(Some(1)),
        meta: Some(Json(vec![1])),
    };
    assert_eq!(
        sent(db().patch(edit).by_key(1).to_request()),
        r#"{"slug":"s","body":null,"type":1,"meta":[1]}"#
    );
}

#[test]
fn a_value_that_cannot_be_sent_is_refused_by_its_column() {
    let error = db()
        .insert(create(Set::Value(Some("\0")), None))
        .to_request()
        .expect_err("a NUL");
    assert!(error.to_string().contains("column `body`"), "{error}");
}

/// A column type that cannot be cloned, and columns that are called like methods of the patch.
#[derive(Table)]
#[table(name = "odd")]
struct Odd {
    #[column(pk)]
    id: NoClone,
    diff: i32,
    is_empty: bool,
}

#[derive(PgValue)]
struct NoClone(i64);

#[derive(Table)]
#[table(name = "locked")]
struct Locked {
    #[column(pk)]
    id: NoClone,
}

#[test]
fn tables_without_a_diff_still_compile() {
    let patch = OddPatch::default().diff(1).is_empty(true).id(NoClone(1));
    let _ = (patch, LockedPatch::default(), |row: Odd| {
        (row.id.0, row.diff, row.is_empty)
    });
    let _ = |row: Locked| row.id.0;
}

#[test]
fn a_diff_holds_what_changed() {
    let before = Todo {
        id: 1,
        slug: "a".into(),
        title: "b".into(),
        r#type: Some(1),
        body: None,
        rank: 0,
        meta: Json(vec![]),
        stamp: 5,
    };
    let mut after = before.clone();
    assert!(TodoPatch::diff(&before, &after).is_empty());
    after.id = 2;
    after.r#type = None;
    after.rank = 4;
    let patch = TodoPatch::diff(&before, &after);
    assert_eq!(
        sent(db().patch(patch).by_key(1).to_request()),
        r#"{"type":null,"rank":4}"#
    );
}

#[derive(Table)]
#[table(
    name = "lines",
    primary_key = "lines_pk",
    unique(todo_id, position, constraint = "one_place"),
    unique(code)
)]
#[relation(todo: one Todo via todo_id)]
#[relation(parent: one Self via parent_id, constraint = "line_tree")]
#[relation(children: many Self via Self.parent_id)]
struct Line {
    #[column(pk)]
    id: i64,
    todo_id: i64,
    position: i32,
    code: String,
    parent_id: Option<i64>,
}

#[test]
fn constraints_are_values() {
    use insforge::error::Constraint as _;
    let names: Vec<String> = LineConstraint::ALL.iter().map(|one| one.name()).collect();
    assert_eq!(
        names,
        [
            "lines_pk",
            "one_place",
            "lines_code_key",
            "lines_todo_id_fkey",
            "line_tree",
            "lines_parent_id_fkey"
        ]
    );
    let _ = [
        LineConstraint::PrimaryKey,
        LineConstraint::TodoIdPosition,
        LineConstraint::Code,
        LineConstraint::Todo,
        LineConstraint::Parent,
        LineConstraint::Children,
    ];
}
