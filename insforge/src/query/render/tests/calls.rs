//! Calls of functions: which method, where arguments and conditions stand.

use proptest::prelude::*;

use super::super::select_rows;
use super::things::{Everything, Thing, database};
use super::{ast, gateway, grammar, header, pairs};
use crate::error::ErrorKind;
use crate::http::Request;
use crate::query::render::ReadShape;
use crate::query::rpc::{Argument, ArgumentWriter, DefaultedArgument, Rpc, RpcMeta, SetOf, Void};
use crate::schema::{Json, Set};

/// A call with one argument of this name, stable or not.
macro_rules! call {
    ($name:ident<$type:ty>, $argument:literal, $meta:expr, $returns:ty) => {
        struct $name($type);

        impl Rpc for $name {
            type Returns = $returns;
            const META: &'static RpcMeta = &$meta;

            fn write(&self, arguments: &mut ArgumentWriter) {
                <$type as Argument>::write(&self.0, $argument, arguments);
            }
        }
    };
}

call!(
    Find<String>,
    "title",
    RpcMeta::new("find", &["title"]).stable(),
    SetOf<Thing>
);
call!(
    Take<String>,
    "title",
    RpcMeta::new("take", &["title"]).schema("app"),
    SetOf<Thing>
);
call!(
    Odd<String>,
    "limit",
    RpcMeta::new("odd", &["limit"]).stable(),
    Void
);
call!(
    Null<Option<i32>>,
    "n",
    RpcMeta::new("null", &["n"]).stable(),
    Void
);
call!(
    Doc<Json<i32>>,
    "doc",
    RpcMeta::new("doc", &["doc"]).stable(),
    Void
);

/// Its argument has a default.
struct Defaulted(Set<Option<i32>>);

impl Rpc for Defaulted {
    type Returns = Void;
    const META: &'static RpcMeta = &RpcMeta::new("defaulted", &["n"]);

    fn write(&self, arguments: &mut ArgumentWriter) {
        DefaultedArgument::write(&self.0, "n", arguments);
    }
}

fn body(request: &Request) -> &str {
    core::str::from_utf8(request.body().unwrap()).unwrap()
}

#[test]
fn a_stable_function_is_read_with_its_arguments_first() {
    let request = database()
        .call(Find("a&b".into()))
        .filter(|t| t.title.eq("x"))
        .order(|t| t.age.asc())
        .limit(2)
        .to_request()
        .unwrap();
    assert_eq!(
        (request.method().as_str(), request.operation()),
        ("GET", "database.rpc")
    );
    // The condition is a tree: under its own key it would be the argument.
    let expected = [
        "title=a&b",
        "select=id::text,title,__0f0:age",
        "and=(title.eq.x)",
        "order=age.asc",
        "limit=2",
    ];
    assert_eq!(pairs(&request), expected);
    assert!(request.body().is_none());
}

#[test]
fn any_other_function_is_posted_to_in_its_schema() {
    let request = database()
        .call(Take("x".into()))
        .filter(|t| t.age.gt(1))
        .to_request()
        .unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(body(&request), r#"{"title":"x"}"#);
    assert_eq!(
        pairs(&request),
        ["select=id::text,title,__0f0:age", "and=(age.gt.1)"]
    );
    assert_eq!(header(&request, "content-profile"), Some("app"));
    assert!(!request.is_idempotent());
}

#[test]
fn what_cannot_stand_in_a_url_goes_in_a_body() {
    let void = |request: crate::error::Result<Request>| {
        let request = request.unwrap();
        assert_eq!(request.method(), "POST");
        // The function writes nothing, so the call may be repeated.
        assert!(request.is_idempotent() && pairs(&request).is_empty());
        body(&request).to_owned()
    };
    let db = database();
    assert_eq!(void(db.call(Odd("5".into())).to_request()), r#"{"limit":"5"}"#);
    assert_eq!(void(db.call(Null(None)).to_request()), r#"{"n":null}"#);
    assert_eq!(void(db.call(Doc(Json(1))).to_request()), r#"{"doc":1}"#);
    let long = db.call(Find("x".repeat(100_000))).to_request().unwrap();
    assert!(long.method() == "POST" && long.is_idempotent());
    assert_eq!(db.call(Null(Some(1))).to_request().unwrap().method(), "GET");
}

#[test]
fn left_out_and_null_differ() {
    let of = |n| body(&database().call(Defaulted(n)).to_request().unwrap()).to_owned();
    assert_eq!(of(Set::Unset), "{}");
    assert_eq!(of(Set::Value(None)), r#"{"n":null}"#);
    assert_eq!(of(Set::Value(Some(1))), r#"{"n":1}"#);
}

#[test]
fn a_column_that_is_read_needs_no_second_name() {
    let columns = |query: &crate::query::Query<Thing, Everything>| pairs(&query.to_request().unwrap());
    let query = database()
        .call(Take("x".into()))
        .select::<Everything>()
        .filter(|t| t.title.eq("a") | t.id.eq(1) | t.meta.path("k").text().eq("v"))
        .order(|t| t.title.asc());
    assert!(
        columns(&query)[0].ends_with("\"::_text,__0f0:meta"),
        "{:?}",
        columns(&query)
    );
}

#[test]
fn a_count_of_a_function_that_writes_is_one_call_without_rows() {
    let query = database().call(Take("x".into())).filter(|t| t.age.gt(1));
    let request = crate::query::render::count(query.plan(), http::Method::HEAD).unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(
        pairs(&request),
        ["select=id,__0f0:age", "and=(age.gt.1)", "limit=0"]
    );
    let query = database().call(Find("x".into()));
    let request = crate::query::render::count(query.plan(), http::Method::HEAD).unwrap();
    assert_eq!(
        (request.method().as_str(), pairs(&request)[0].as_str()),
        ("HEAD", "title=x")
    );
}

#[test]
fn an_argument_that_has_no_form_is_refused() {
    let error = database().call(Find("\0".into())).to_request().unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Request, Some("database.rpc"))
    );
    assert!(error.message().starts_with("argument `title`"), "{error}");
}

proptest! {
    /// PostgREST takes a parameter of a GET for a filter as soon as its value reads as one.
    #[test]
    fn an_argument_is_never_taken_for_a_filter(
        text in prop_oneof![
            ".{0,20}",
            "(not\\.)?(eq|in|is|fts|like|cs|isdistinct)(\\((any|all|english)\\))?\\.[(]?.{0,6}",
        ],
    ) {
        let request = database().call(Find(text.clone())).to_request();
        // A NUL is no text of PostgreSQL's.
        let Ok(request) = request else { return Ok(()) };
        if request.method() == "GET" {
            let forwarded = gateway::forward(request.query()).pairs;
            let argument: Vec<_> = forwarded.iter().filter(|(key, _)| key == "title").cloned().collect();
            prop_assert_eq!(&argument, &[("title".to_owned(), text)]);
            prop_assert!(grammar::parse(&argument).is_err());
            let rest: Vec<_> = forwarded.into_iter().filter(|(key, _)| key != "title").collect();
            let query = grammar::parse(&rest).unwrap();
            prop_assert_eq!(query, ast::Query { select: query_select(), ..ast::Query::default() });
        } else {
            let sent: serde_json::Value = serde_json::from_slice(request.body().unwrap()).unwrap();
            prop_assert_eq!(sent, serde_json::json!({"title": text}));
        }
    }
}

/// What a call without more selects.
fn query_select() -> Option<Vec<ast::Selected>> {
    let request = select_rows(
        database().call(Find(String::new())).plan(),
        <Thing as crate::schema::Projection<Thing>>::SELECT,
        ReadShape::Rows,
    );
    let pairs = request.unwrap().query_pairs();
    let select: Vec<_> = pairs.into_iter().filter(|(key, _)| key == "select").collect();
    grammar::parse(&select).unwrap().select
}
