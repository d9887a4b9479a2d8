//! Functions that return one value, values, a row, or nothing.

use insforge::prelude::*;

use super::{Todo, functions};

#[derive(Rpc)]
#[rpc(name = "add", returns = Scalar<i32>, stable)]
struct Add {
    a: i32,
    #[arg(default)]
    b: Option<i32>,
}

#[derive(Rpc)]
#[rpc(name = "big", returns = Scalar<i64>)]
struct Big {
    n: i64,
}

#[derive(Rpc)]
#[rpc(name = "decimals", returns = SetOfScalar<Decimal>, stable)]
struct Decimals;

#[derive(Rpc)]
#[rpc(name = "bigs", returns = SetOfScalar<i64>)]
struct Bigs;

#[derive(Rpc)]
#[rpc(name = "words", returns = SetOfScalar<String>, stable)]
struct Words;

#[derive(Rpc)]
#[rpc(name = "no_words", returns = SetOfScalar<String>, stable)]
struct NoWords;

#[derive(Rpc)]
#[rpc(name = "echo", returns = Scalar<Option<String>>, stable)]
struct EchoMaybe<'a> {
    v: Option<&'a str>,
}

#[derive(Rpc)]
#[rpc(name = "echo", returns = Scalar<String>, stable)]
struct Echo<'a> {
    v: &'a str,
}

#[derive(Rpc)]
#[rpc(name = "echo_json", returns = Scalar<Json<serde_json::Value>>, stable)]
struct EchoJson {
    doc: Json<serde_json::Value>,
}

#[derive(Rpc)]
#[rpc(name = "top", returns = One<Todo>, stable)]
struct Top;

#[derive(Rpc)]
#[rpc(name = "nobody", returns = Todo)]
struct Nobody;

#[derive(Table, Debug, PartialEq)]
#[table(name = "twice", view)]
struct Twice {
    double: i64,
    triple: i32,
}

#[derive(Rpc)]
#[rpc(name = "twice", returns = Twice)]
struct GetTwice {
    a: i32,
}

#[derive(Table, Debug, PartialEq)]
#[table(name = "span", view)]
struct Span {
    low: i32,
    high: i64,
}

#[derive(Rpc)]
#[rpc(name = "span_of", returns = One<Span>, stable)]
struct SpanOf;

#[derive(Rpc)]
#[rpc(name = "note", returns = Void)]
struct NoteDown<'a> {
    what: &'a str,
}

#[derive(Rpc)]
#[rpc(name = "calls_so_far", returns = Scalar<i64>)]
struct CallsSoFar;

#[tokio::test]
async fn a_value_arrives_exactly() {
    let space = functions().await;
    let db = space.admin().database();
    assert_eq!(db.call(Add { a: 1, b: None }).one().await.expect("a sum"), 11);
    assert_eq!(db.call(Add { a: 1, b: Some(2) }).one().await.expect("a sum"), 3);
    for n in [i64::MIN, -1, 9_007_199_254_740_993, i64::MAX] {
        assert_eq!(db.call(Big { n }).one().await.expect("a number"), n);
    }
    let document = serde_json::json!({"n": 1.10, "list": [null, "ü"]});
    let got = db
        .call(EchoJson {
            doc: Json(document.clone()),
        })
        .one()
        .await;
    assert_eq!(got.expect("a document").0, document);
}

#[tokio::test]
async fn values_arrive_exactly_and_in_their_order() {
    let space = functions().await;
    let db = space.admin().database();
    let decimals = db.call(Decimals).all().await.expect("numbers");
    let texts: Vec<&str> = decimals.iter().map(Decimal::as_str).collect();
    assert_eq!(texts, ["12.50", "12345678901234567890.123456789"]);
    assert_eq!(
        db.call(Bigs).all().await.expect("numbers"),
        [
            9_007_199_254_740_993,
            9_007_199_254_740_994,
            9_007_199_254_740_995
        ]
    );
    assert_eq!(db.call(Words).all().await.expect("words"), ["a", "b, \"c\""]);
    assert_eq!(
        db.call(Words).offset(1).first().await.expect("a word").as_deref(),
        Some("b, \"c\"")
    );
    assert_eq!(db.call(Words).limit(1).all().await.expect("a word"), ["a"]);
    assert!(db.call(NoWords).all().await.expect("nothing").is_empty());
    assert_eq!(db.call(NoWords).first().await.expect("nothing"), None);
}

#[tokio::test]
async fn null_and_the_empty_text_of_a_scalar() {
    let space = functions().await;
    let db = space.admin().database();
    assert_eq!(db.call(EchoMaybe { v: None }).one().await.expect("null"), None);
    assert_eq!(
        db.call(EchoMaybe { v: Some("x") })
            .one()
            .await
            .expect("a text")
            .as_deref(),
        Some("x")
    );
    // The gateway makes `null` of it; a type without NULL knows better.
    assert_eq!(db.call(Echo { v: "" }).one().await.expect("a text"), "");
    let null = db
        .call(Add { a: i32::MAX, b: None })
        .one()
        .await
        .expect_err("out of range");
    assert_eq!(null.sqlstate(), Some("22003"));
}

#[tokio::test]
async fn a_row_is_read_whole_or_as_a_projection() {
    let space = functions().await;
    let db = space.admin().database();
    let row = db.call(Top).one().await.expect("a row");
    assert_eq!((row.id, row.title.as_str()), (9_007_199_254_740_993, "rust big"));
    let title = db.call(Top).select::<Title>().one().await.expect("a row");
    assert_eq!(title.title, "rust big");
    assert_eq!(db.call(Nobody).maybe_one().await.expect("no row"), None);
    let none = db.call(Nobody).one().await.expect_err("no row");
    assert_eq!(
        (none.kind(), none.rows()),
        (insforge::ErrorKind::RowCount, Some(0))
    );
}

#[derive(Projection, Debug)]
#[projection(Todo)]
struct Title {
    title: String,
}

#[tokio::test]
async fn out_parameters_and_composite_types_are_rows() {
    let space = functions().await;
    let db = space.admin().database();
    let twice = db.call(GetTwice { a: 4 }).one().await.expect("a row");
    assert_eq!(
        twice,
        Twice {
            double: 8,
            triple: 12
        }
    );
    let span = db.call(SpanOf).one().await.expect("a row");
    assert_eq!(
        span,
        Span {
            low: 1,
            high: 9_007_199_254_740_993
        }
    );
}

#[tokio::test]
async fn a_function_without_a_result_is_done_when_it_answers() {
    let space = functions().await;
    let db = space.admin().database();
    db.call(NoteDown { what: "x" }).execute().await.expect("a call");
    db.call(NoteDown { what: "y" })
        .idempotent()
        .execute()
        .await
        .expect("a call");
    assert_eq!(db.call(CallsSoFar).one().await.expect("a count"), 2);
}
