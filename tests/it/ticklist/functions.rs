//! d.7: functions.

use insforge::ErrorKind;
use insforge::prelude::*;

use super::shared::functions;
use crate::rpc::{Note, Person, Search, Todo};

#[derive(Rpc)]
#[rpc(name = "add", returns = Scalar<i32>)]
struct Add {
    a: i32,
    #[arg(default)]
    b: Option<i32>,
}

#[tokio::test]
async fn posted() {
    let (_space, db) = functions().await;
    let call = || db.call(Add { a: 1, b: Some(2) });
    assert_eq!(call().to_request().expect("a request").method(), "POST");
    assert_eq!(call().one().await.expect("a sum"), 3);
}

#[tokio::test]
async fn read() {
    let (_space, db) = functions().await;
    let call = || db.call(Search::of("rust"));
    assert_eq!(call().to_request().expect("a request").method(), "GET");
    assert_eq!(call().all().await.expect("rows").len(), 3);
    assert_eq!(call().count().await.expect("a count"), 3);
}

#[derive(Rpc)]
#[rpc(name = "whole", returns = Scalar<Json<serde_json::Value>>)]
struct Whole {
    #[arg(unnamed)]
    body: Json<serde_json::Value>,
}

#[tokio::test]
async fn unnamed_parameter() {
    let (_space, db) = functions().await;
    let body = Json(serde_json::json!({"k": [1]}));
    let got = db.call(Whole { body }).one().await.expect("a document");
    assert_eq!(got.0, serde_json::json!({"got": {"k": [1]}}));
}

#[derive(Rpc)]
#[rpc(name = "over", returns = Scalar<i32>)]
struct Ambiguous {
    v: i32,
}

#[tokio::test]
async fn overloads() {
    let (_space, db) = functions().await;
    // `add(a)` and `add(a, b)` are told apart by names; two `over(v)` are not.
    assert_eq!(db.call(Add { a: 1, b: None }).one().await.expect("a sum"), 11);
    let error = db.call(Ambiguous { v: 1 }).one().await.expect_err("ambiguous");
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Invalid, Some("PGRST203"))
    );
}

#[derive(Rpc)]
#[rpc(name = "longest", returns = Scalar<i32>, stable)]
struct Longest {
    #[arg(variadic)]
    parts: Vec<String>,
}

#[tokio::test]
async fn variadic() {
    let (_space, db) = functions().await;
    let parts = vec!["a".to_owned(), "bcd".to_owned()];
    assert_eq!(db.call(Longest { parts }).one().await.expect("a number"), 3);
}

#[derive(Rpc)]
#[rpc(name = "which", returns = Scalar<String>, stable)]
struct Which {
    #[arg(default)]
    v: Set<Option<i32>>,
}

#[tokio::test]
async fn defaults() {
    let (_space, db) = functions().await;
    for (v, expected) in [
        (Set::Unset, "7"),
        (Set::Value(None), "null"),
        (Set::Value(Some(1)), "1"),
    ] {
        assert_eq!(db.call(Which { v }).one().await.expect("a text"), expected);
    }
}

#[derive(Rpc)]
#[rpc(name = "note", returns = Void)]
struct NoteDown<'a> {
    what: &'a str,
}

#[tokio::test]
async fn nothing() {
    let (_space, db) = functions().await;
    db.call(NoteDown { what: "x" }).execute().await.expect("a call");
}

#[derive(Rpc)]
#[rpc(name = "bigs", returns = SetOfScalar<i64>, stable)]
struct Bigs;

#[tokio::test]
async fn scalars() {
    let (_space, db) = functions().await;
    assert_eq!(db.call(Add { a: 1, b: Some(1) }).one().await.expect("a sum"), 2);
    assert_eq!(
        db.call(Bigs).first().await.expect("numbers"),
        Some(9_007_199_254_740_993)
    );
}

#[derive(Table, Debug)]
#[table(name = "twice", view)]
struct Twice {
    double: i64,
}

#[derive(Rpc)]
#[rpc(name = "twice", returns = Twice, stable)]
struct GetTwice {
    a: i32,
}

#[derive(Rpc)]
#[rpc(name = "top", returns = One<Todo>, stable)]
struct Top;

#[tokio::test]
async fn composites() {
    let (_space, db) = functions().await;
    assert_eq!(db.call(GetTwice { a: 21 }).one().await.expect("a row").double, 42);
    assert_eq!(db.call(Top).one().await.expect("a row").title, "rust big");
}

#[derive(Projection)]
#[projection(Todo)]
struct Title {
    title: String,
}

#[tokio::test]
async fn tables() {
    let (_space, db) = functions().await;
    let page = db
        .call(Search::of("rust"))
        .select::<Title>()
        .filter(|t| t.rank.is_not_null())
        .order(|t| t.rank.desc())
        .limit(1)
        .page()
        .await
        .expect("a page");
    assert_eq!((page.rows[0].title.as_str(), page.total), ("rust book", Some(2)));
}

#[derive(Projection)]
#[projection(Todo)]
struct Card {
    #[proj(embed = owner)]
    owner: Option<Person>,
    #[proj(embed = notes)]
    notes: Vec<Note>,
}

#[tokio::test]
async fn embeds_and_relations() {
    let (_space, db) = functions().await;
    let card = db
        .call(Search::of(""))
        .select::<Card>()
        .filter(|t| t.notes.any(|n| n.body.eq("second")))
        .embed(|e| e.notes, |n| n.order(|n| n.id.desc()))
        .one()
        .await
        .expect("a card");
    assert_eq!(card.owner.expect("an owner").name, "Ann");
    assert_eq!(card.notes[0].body, "second");
}
