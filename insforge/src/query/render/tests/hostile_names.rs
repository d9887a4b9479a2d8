//! Columns whose names mean something to PostgREST, to the gateway or to the grammar.

use super::things::{Thing, database, named};
use super::{pairs, understood};

fn key(name: &'static str) -> String {
    let request = database()
        .from::<Thing>()
        .filter(|_| named(name).eq("x"))
        .to_request()
        .unwrap();
    understood(&request);
    pairs(&request).pop().unwrap()
}

#[test]
fn reserved_names_are_quoted_in_keys() {
    for name in [
        "limit",
        "offset",
        "order",
        "select",
        "columns",
        "on_conflict",
        "and",
        "or",
        "not",
        "count",
        "schema",
        "constructor",
        "prototype",
        "__proto__",
        "hasOwnProperty",
        "isPrototypeOf",
        "toLocaleString",
    ] {
        assert_eq!(key(name), format!("\"{name}\"=eq.x"));
    }
}

#[test]
fn names_beyond_letters_and_digits_are_quoted_in_keys() {
    assert_eq!(key("a.b"), "\"a.b\"=eq.x");
    assert_eq!(key("quo\"te"), "\"quo\\\"te\"=eq.x");
    assert_eq!(key("back\\slash"), "\"back\\\\slash\"=eq.x");
    assert_eq!(key("two words"), "\"two words\"=eq.x");
    assert_eq!(key("größe"), "\"größe\"=eq.x");
    assert_eq!(key("a->b"), "\"a->b\"=eq.x");
    assert_eq!(key("-"), "\"-\"=eq.x");
    assert_eq!(key("a=b&c"), "\"a=b&c\"=eq.x");
    assert_eq!(key("x.limit"), "\"x.limit\"=eq.x");
}

#[test]
fn names_with_brackets_go_into_a_tree() {
    assert_eq!(key("a[0]"), "and=(\"a[0]\".eq.x)");
    assert_eq!(key("]"), "and=(\"]\".eq.x)");
    let path = database()
        .from::<Thing>()
        .filter(|t| t.meta.path("k[]").text().eq("x"))
        .to_request()
        .unwrap();
    assert_eq!(pairs(&path).pop().unwrap(), "and=(meta->>\"k[]\".eq.x)");
}

#[test]
fn odd_names_are_quoted_in_an_order() {
    let request = database()
        .from::<Thing>()
        .order(|t| {
            (
                named("a.desc").desc(),
                named("limit").asc().nulls_first(),
                t.age.asc(),
            )
        })
        .to_request()
        .unwrap();
    assert_eq!(
        pairs(&request).pop().unwrap(),
        "order=\"a.desc\".desc,\"limit\".asc.nullsfirst,age.asc"
    );
}
