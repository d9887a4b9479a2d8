//! Updates and deletes: each row of the observed table of filters on writes (CONTRACT.md F.1).

use super::things::{NewThing, Thing, ThingCols, database, named};
use super::{header, pairs, rows, understood};
use crate::ErrorKind;
use crate::query::Filter;
use crate::query::render::{self, Answer, Verb, WritePlan};
use crate::schema::{Projection, Set, Table};

const T: &ThingCols = Thing::COLS;

/// A delete that returns rows.
fn returned(filter: Filter<Thing>) -> Vec<String> {
    let mut plan = WritePlan::new(Verb::Delete, Thing::META, None);
    plan.conditions = vec![filter.node];
    let request = render::write(&plan, &[], None, rows(Thing::SELECT)).unwrap();
    understood(&request);
    assert_eq!(
        header(&request, "prefer"),
        Some("return=representation,count=exact")
    );
    pairs(&request)
}

const SELECT: &str = "select=id::text,title";

#[test]
fn a_plain_condition_is_a_plain_key_and_selects_nothing_more() {
    assert_eq!(returned(T.age.eq(1)), [SELECT, "age=eq.1"]);
    assert_eq!(returned(!T.age.eq(1)), [SELECT, "age=not.eq.1"]);
}

#[test]
fn conditions_on_one_column_repeat_its_key() {
    assert_eq!(
        returned(T.age.ge(1) & T.age.le(9)),
        [SELECT, "age=gte.1", "age=lte.9"]
    );
}

#[test]
fn an_in_list_is_a_plain_key() {
    assert_eq!(returned(T.age.in_([1, 2])), [SELECT, "age=in.(1,2)"]);
}

#[test]
fn a_json_path_is_a_plain_key_once() {
    assert_eq!(
        returned(T.meta.path("k").text().eq("x")),
        [SELECT, "meta->>k=eq.x"]
    );
}

#[test]
fn a_json_path_that_repeats_goes_into_a_tree() {
    let path = || T.meta.path("k").text();
    assert_eq!(
        returned(path().ge("a") & path().le("f")),
        [
            "select=id::text,title,__0f0:meta",
            "meta->>k=gte.a",
            "and=(meta->>k.lte.f)"
        ]
    );
}

#[test]
fn a_tree_selects_its_columns_under_hidden_aliases() {
    assert_eq!(
        returned(T.done.is_true() & (T.age.eq(1) | T.body.is_null())),
        [
            "select=id::text,title,__0f0:age,__0f1:body",
            "done=is.true",
            "or=(age.eq.1,body.is.null)"
        ]
    );
    assert_eq!(
        returned(!(T.age.eq(1) & named("a,b").is_null())),
        [
            "select=id::text,title,__0f0:age,__0f1:\"a,b\"",
            "not.and=(age.eq.1,\"a,b\".is.null)"
        ]
    );
}

#[test]
fn several_trees_are_folded_into_one() {
    let two = (T.age.eq(1) | T.age.eq(2)) & (T.done.is_true() | T.title.eq("x"));
    let expected = "and=(or(age.eq.1,age.eq.2),or(done.is.true,title.eq.x))";
    assert_eq!(
        returned(two),
        ["select=id::text,title,__0f0:age,__0f1:done", expected]
    );
}

#[test]
fn columns_that_the_answer_holds_anyway_are_not_selected_twice() {
    // `title` is selected as it is; a primary key is safe in a tree without a select.
    assert_eq!(
        returned(T.title.eq("x") | T.id.eq(1)),
        [SELECT, "or=(title.eq.x,id.eq.1)"]
    );
}

#[test]
fn keys_with_brackets_go_into_a_tree() {
    assert_eq!(
        returned(named("a[0]").eq("x") & T.age.eq(1)),
        [
            "select=id::text,title,__0f0:\"a[0]\"",
            "age=eq.1",
            "and=(\"a[0]\".eq.x)"
        ]
    );
}

#[test]
fn a_key_repeats_as_often_as_the_gateway_keeps_it() {
    let filter = Filter::all((0..21).map(|n| T.age.ne(n)));
    let sent = returned(filter);
    assert_eq!(sent.len(), 1 + 20 + 1);
    assert_eq!(sent[0], "select=id::text,title,__0f0:age");
    assert_eq!(sent[20], "age=neq.19");
    assert_eq!(sent[21], "and=(age.neq.20)");
}

#[test]
fn conditions_beyond_what_the_gateway_keeps_go_into_the_tree() {
    const NAMES: [&str; 3] = ["x", "y", "z"];
    let filter = Filter::all((0..1100_usize).map(|n| {
        let name: &'static str = Box::leak(format!("{}{}", NAMES[n % 3], n / 30).into_boxed_str());
        named(name).ne("")
    }));
    let request = database()
        .delete::<Thing>()
        .filter(|_| filter)
        .to_request()
        .unwrap();
    assert!(
        request.query_pairs().len() <= 1000,
        "{}",
        request.query_pairs().len()
    );
    let conditions = understood(&request).conditions;
    assert_eq!(conditions.iter().map(super::ast::Tree::size).sum::<usize>(), 1100);
}

#[test]
fn an_update_of_a_tree_column_cannot_return_rows() {
    let mut plan = WritePlan::new(Verb::Update, Thing::META, None);
    plan.conditions = vec![(T.age.eq(1) | T.done.is_true()).node];
    let update =
        |assigned: &[&str], returning| render::write(&plan, assigned, Some(b"{}".to_vec()), returning);
    let error = update(&["age"], rows(Thing::SELECT)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(update(&["title"], rows(Thing::SELECT)).is_ok());
    assert!(update(&["age"], Answer::Count).is_ok());
}

#[test]
fn an_update_of_a_plainly_filtered_column_returns_rows() {
    let mut plan = WritePlan::new(Verb::Update, Thing::META, None);
    plan.conditions = vec![T.age.eq(1).node];
    let request = render::write(&plan, &["age"], Some(b"{}".to_vec()), rows(Thing::SELECT)).unwrap();
    assert_eq!(pairs(&request), [SELECT, "age=eq.1"]);
}

#[test]
fn an_update_is_a_patch_with_a_count() {
    let request = database()
        .update::<Thing>()
        .set(|t| (t.age.to(2), t.body.to_null(), t.title.to("é\"\\")))
        .filter(|t| t.age.eq(1) | t.done.is_true())
        .to_request()
        .unwrap();
    assert_eq!(request.method(), "PATCH");
    assert_eq!(
        request.target(),
        "/api/database/records/things?or=(age.eq.1,done.is.true)"
    );
    assert_eq!(header(&request, "prefer"), Some("return=minimal,count=exact"));
    assert_eq!(header(&request, "content-type"), Some("application/json"));
    assert_eq!(
        request.body().unwrap(),
        r#"{"age":2,"body":null,"title":"é\"\\"}"#.as_bytes()
    );
    assert!(!request.is_idempotent());
}

#[test]
fn a_patch_sends_what_is_set() {
    let patch = NewThing {
        body: Set::Value(None),
        limit: Set::Value(Some(3)),
        ..NewThing::default()
    };
    let request = database().patch(patch).by_key(7).to_request().unwrap();
    assert_eq!(request.body().unwrap(), br#"{"body":null,"limit":3}"#);
    assert_eq!(pairs(&request), ["id=eq.7"]);
}

#[test]
fn a_delete_has_no_body() {
    let request = database()
        .delete::<Thing>()
        .by_key(7)
        .idempotent()
        .to_request()
        .unwrap();
    assert_eq!((request.method().as_str(), request.body()), ("DELETE", None));
    assert!(request.is_idempotent());
}

#[test]
fn a_limit_of_rows_is_a_strict_preference() {
    let request = database()
        .delete::<Thing>()
        .all_rows()
        .max_affected(3)
        .to_request()
        .unwrap();
    assert_eq!(
        header(&request, "prefer"),
        Some("return=minimal,count=exact,handling=strict,max-affected=3")
    );
}

#[test]
fn one_row_is_an_accept_header() {
    let mut plan = WritePlan::new(Verb::Delete, Thing::META, None);
    plan.conditions = vec![T.age.eq(1).node];
    plan.singular = true;
    let request = render::write(&plan, &[], None, Answer::Count).unwrap();
    assert_eq!(
        header(&request, "accept"),
        Some("application/vnd.pgrst.object+json")
    );
}

#[test]
fn a_schema_is_a_header_of_writes() {
    let request = database()
        .delete::<Thing>()
        .all_rows()
        .schema("crm")
        .to_request()
        .unwrap();
    assert_eq!(header(&request, "content-profile"), Some("crm"));
    assert_eq!(header(&request, "accept-profile"), None);
}

#[test]
fn an_update_of_nothing_or_of_one_column_twice_is_refused() {
    let nothing = database().patch(NewThing::default()).all_rows().to_request();
    assert_eq!(nothing.unwrap_err().kind(), ErrorKind::Request);
    let twice = database()
        .update::<Thing>()
        .set(|t| (t.age.to(1), t.age.to(2)))
        .all_rows()
        .to_request();
    assert_eq!(twice.unwrap_err().kind(), ErrorKind::Request);
    let unknown = database()
        .update::<Thing>()
        .set(|_| named("ghost").to("x"))
        .all_rows()
        .to_request();
    assert_eq!(unknown.unwrap_err().kind(), ErrorKind::Request);
}
