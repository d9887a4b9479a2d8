//! What calls send: method, path, headers, body, and where schemas are named.

use insforge::ErrorKind;
use insforge::http::Request;
use insforge::prelude::*;

use super::{Search, Todo, functions};

#[derive(Rpc)]
#[rpc(name = "add", returns = Scalar<i32>)]
struct Add {
    a: i32,
    b: i32,
}

#[derive(Rpc)]
#[rpc(name = "add", schema = "elsewhere", returns = Scalar<i32>, stable)]
struct Elsewhere {
    a: i32,
}

#[derive(Rpc)]
#[rpc(name = "search", returns = SetOf<Todo>)]
struct Volatile<'a> {
    q: &'a str,
}

#[derive(Rpc)]
#[rpc(name = "note", returns = Void)]
struct NoteDown<'a> {
    what: &'a str,
}

#[derive(Rpc)]
#[rpc(name = "top", returns = One<Todo>)]
struct Top;

fn pairs(request: &Request) -> Vec<String> {
    let pairs = request.query_pairs().into_iter();
    pairs.map(|(key, value)| format!("{key}={value}")).collect()
}

fn profile<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request
        .headers()
        .get(name)
        .map(|value| value.to_str().expect("ASCII"))
}

#[tokio::test]
async fn a_stable_function_is_read_and_any_other_is_posted_to() {
    let space = functions().await;
    let db = space.admin().database();
    let get = db
        .call(Search::of("a b"))
        .filter(|t| t.rank.gt(1))
        .to_request()
        .expect("a request");
    assert_eq!(
        (get.method().as_str(), get.path()),
        ("GET", "/api/database/rpc/search")
    );
    let expected = [
        "q=a b",
        "select=id::text,title,rank,owner_id::text,meta::text",
        "and=(rank.gt.1)",
    ];
    assert_eq!(pairs(&get), expected);
    assert!(get.body().is_none() && get.is_idempotent());
    assert_eq!(profile(&get, "accept-profile"), Some(space.schema()));

    let post = db.call(Add { a: 1, b: 2 }).to_request().expect("a request");
    assert_eq!(
        (post.method().as_str(), post.target()),
        ("POST", "/api/database/rpc/add")
    );
    assert_eq!(post.body(), Some(br#"{"a":1,"b":2}"#.as_slice()));
    assert!(!post.is_idempotent());
    assert_eq!(profile(&post, "content-profile"), Some(space.schema()));
    assert!(
        db.call(Add { a: 1, b: 2 })
            .idempotent()
            .to_request()
            .expect("a request")
            .is_idempotent()
    );
}

#[tokio::test]
async fn columns_that_only_conditions_need_come_under_hidden_names() {
    let space = functions().await;
    let db = space.admin().database();
    #[derive(Projection)]
    #[projection(Todo)]
    struct Title {
        title: String,
    }
    let request = db
        .call(Volatile { q: "x" })
        .select::<Title>()
        .filter(|t| t.rank.gt(1) | t.title.eq("a"))
        .order(|t| (t.id.desc(), t.rank.asc()))
        .to_request()
        .expect("a request");
    let expected = [
        "select=title,__0f0:rank,__0f1:id",
        "or=(rank.gt.1,title.eq.a)",
        "order=id.desc,rank.asc",
    ];
    assert_eq!(pairs(&request), expected);
    assert_eq!(request.body(), Some(br#"{"q":"x"}"#.as_slice()));
    drop(space);
}

#[tokio::test]
async fn a_long_argument_goes_in_the_body_of_a_read_that_may_be_repeated() {
    let space = functions().await;
    let db = space.admin().database();
    let long = "x".repeat(40_000);
    let request = db.call(Search::of(&long)).to_request().expect("a request");
    assert_eq!(request.method(), "POST");
    assert!(request.is_idempotent() && request.target().len() < 200);
    assert!(
        db.call(Search::of(&long))
            .all()
            .await
            .expect("no rows")
            .is_empty()
    );
}

#[tokio::test]
async fn a_long_list_is_split_for_a_stable_function_alone() {
    let space = functions().await;
    let db = space.admin().database();
    let ids: Vec<i64> = (1..4000).collect();
    let found = db
        .call(Search::of("rust"))
        .filter(|t| t.id.in_(&ids))
        .all()
        .await
        .expect("rows");
    assert_eq!(found.len(), 2);
    let error = db
        .call(Volatile { q: "rust" })
        .filter(|t| t.id.in_(&ids))
        .all()
        .await;
    assert_eq!(error.expect_err("too long").kind(), ErrorKind::UrlTooLong);
}

#[tokio::test]
async fn query_outranks_struct_and_struct_outranks_client() {
    let space = functions().await;
    let db = space.admin().database();
    let of = |request: insforge::Result<Request>| {
        let request = request.expect("a request");
        profile(&request, "accept-profile").map(str::to_owned)
    };
    let call = || Elsewhere { a: 1 };
    assert_eq!(of(db.call(call()).to_request()).as_deref(), Some("elsewhere"));
    assert_eq!(
        of(db.schema("handle").call(call()).to_request()).as_deref(),
        Some("handle")
    );
    assert_eq!(
        of(db.call(call()).schema("query").to_request()).as_deref(),
        Some("query")
    );
    assert_eq!(
        of(db.call(Search::of("")).schema("query").to_request()).as_deref(),
        Some("query")
    );
}

#[tokio::test]
async fn every_kind_of_result_comes_from_the_schema_that_is_named() {
    let space = functions().await;
    // This client knows no schema.
    let db = insforge_tests::Backend::connect().await.admin().database();
    let schema = space.schema().to_owned();
    let sum = db.call(Add { a: 1, b: 2 }).schema(schema.clone()).one().await;
    assert_eq!(sum.expect("a sum"), 3);
    let rows = db.call(Search::of("go")).schema(schema.clone()).all().await;
    assert_eq!(rows.expect("rows").len(), 1);
    let rows = db.schema(schema.clone()).call(Volatile { q: "go" }).all().await;
    assert_eq!(rows.expect("rows").len(), 1);
    let row = db.call(Top).schema(schema.clone()).one().await;
    assert_eq!(row.expect("a row").title, "rust big");
    db.call(NoteDown { what: "x" })
        .schema(schema)
        .execute()
        .await
        .expect("a call");
}

#[tokio::test]
async fn what_a_function_has_no_use_for_is_refused_before_it_is_sent() {
    let space = functions().await;
    let db = space.admin().database();
    let planned = db.call(Search::of("")).with_total(Count::Planned).to_request();
    assert_eq!(planned.expect_err("no estimate").kind(), ErrorKind::Unsupported);
    #[derive(Projection)]
    #[projection(Todo)]
    struct Title {
        title: String,
    }
    let hidden = db
        .call(Search::of(""))
        .select::<Title>()
        .filter(|t| t.rank.gt(1))
        .csv()
        .await;
    let error = hidden.expect_err("a column too many");
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(error.message().contains("`rank`"), "{error}");
}
