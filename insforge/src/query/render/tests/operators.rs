//! Every operator: alone, negated, in a tree, and on a JSON path.

use super::things::{Everything, Thing, ThingCols, database};
use super::{pairs, understood};
use crate::query::{Filter, Fts};
use crate::schema::{PgRange, Table};

const T: &ThingCols = Thing::COLS;

/// The condition of a read as it is sent.
fn sent(filter: Filter<Thing>) -> String {
    let request = database()
        .from::<Thing>()
        .select::<Everything>()
        .filter(|_| filter)
        .to_request()
        .unwrap();
    understood(&request);
    pairs(&request)
        .into_iter()
        .skip(1)
        .collect::<Vec<_>>()
        .join(" & ")
}

/// The same beside another condition, which makes a tree of them.
fn in_tree(filter: Filter<Thing>) -> String {
    let text = sent(T.done.is_true() & filter);
    text.strip_prefix("and=(done.is.true,")
        .and_then(|rest| rest.strip_suffix(')'))
        .unwrap()
        .to_owned()
}

macro_rules! operators {
    ($($name:ident: $filter:expr => $plain:literal, $tree:literal;)*) => {$(
        #[test]
        fn $name() {
            assert_eq!(sent($filter), $plain);
            assert_eq!(in_tree($filter), $tree);
            let negated = sent(!$filter);
            let (key, value) = $plain.split_once('=').unwrap();
            let not_not = value.strip_prefix("not.").map(str::to_owned).unwrap_or(format!("not.{value}"));
            assert_eq!(negated, format!("{key}={not_not}"));
        }
    )*};
}

operators! {
    eq_takes_its_value_as_it_is: T.title.eq("a,b\"(c)\\") => "title=eq.a,b\"(c)\\", r#"title.eq."a,b\"(c)\\""#;
    eq_null_is_the_text: T.title.eq("null") => "title=eq.null", "title.eq.null";
    eq_of_nothing_is_quoted_in_a_tree: T.title.eq("") => "title=eq.", r#"title.eq."""#;
    eq_of_blanks_keeps_them: T.title.eq(" x ") => "title=eq. x ", r#"title.eq." x ""#;
    eq_of_a_negative_number: T.age.eq(-1) => "age=eq.-1", "age.eq.-1";
    eq_of_a_decimal_point: T.score.eq(1.5) => "score=eq.1.5", "score.eq.1.5";
    eq_of_json: T.meta.eq(serde_json::json!({"a": ["]="]})) =>
        r#"meta=eq.{"a":["]="]}"#, r#"meta.eq."{\"a\":[\"]=\"]}""#;
    ne: T.age.ne(1) => "age=neq.1", "age.neq.1";
    gt: T.age.gt(1) => "age=gt.1", "age.gt.1";
    ge: T.age.ge(1) => "age=gte.1", "age.gte.1";
    lt: T.age.lt(1) => "age=lt.1", "age.lt.1";
    le: T.age.le(1) => "age=lte.1", "age.lte.1";
    is_distinct: T.title.is_distinct("null") => "title=isdistinct.null", "title.isdistinct.null";
    is_null: T.body.is_null() => "body=is.null", "body.is.null";
    is_not_null: T.body.is_not_null() => "body=not.is.null", "body.not.is.null";
    is_true: T.done.is_true() => "done=is.true", "done.is.true";
    is_false: T.done.is_false() => "done=is.false", "done.is.false";
    is_unknown: T.done.is_unknown() => "done=is.unknown", "done.is.unknown";
    eq_or_null_with_a_value: T.body.eq_or_null(Some("x")) => "body=eq.x", "body.eq.x";
    eq_or_null_without_one: T.body.eq_or_null(None::<&str>) => "body=is.null", "body.is.null";
    in_quotes_its_elements: T.title.in_(["a", "b,c", "\"", "\\", "", " "]) =>
        r#"title=in.(a,"b,c","\"","\\",""," ")"#, r#"title.in.(a,"b,c","\"","\\",""," ")"#;
    in_of_the_empty_text_is_an_equality: T.title.in_([""]) => "title=eq.", r#"title.eq."""#;
    not_in: T.age.not_in([1, 2]) => "age=not.in.(1,2)", "age.not.in.(1,2)";
    not_in_of_the_empty_text: T.title.not_in([""]) => "title=not.eq.", r#"title.not.eq."""#;
    like: T.title.like("a%_") => "title=like.a%_", r#"title.like."a%_""#;
    like_with_a_star_becomes_a_regex: T.title.like("a*%") => r"title=match.^a\*.*$", r#"title.match."^a\\*.*$""#;
    ilike: T.title.ilike("a%") => "title=ilike.a%", r#"title.ilike."a%""#;
    ilike_with_a_star: T.title.ilike("*") => r"title=imatch.^\*$", r#"title.imatch."^\\*$""#;
    matches: T.title.matches("^a[b]=c*$") => "title=match.^a[b]=c*$", r#"title.match."^a[b]=c*$""#;
    imatches: T.title.imatches("a|b") => "title=imatch.a|b", r#"title.imatch."a|b""#;
    starts_with: T.title.starts_with("50%_\\") => r"title=like.50\%\_\\%", r#"title.like."50\\%\\_\\\\%""#;
    ends_with: T.title.ends_with("x") => "title=like.%x", r#"title.like."%x""#;
    contains: T.title.contains("x") => "title=like.%x%", r#"title.like."%x%""#;
    icontains: T.title.icontains("x") => "title=ilike.%x%", r#"title.ilike."%x%""#;
    contains_all_of_an_array: T.tags.contains_all(["a", "b,c", "null", ""]) =>
        r#"tags=cs.{a,"b,c","null",""}"#, r#"tags.cs."{a,\"b,c\",\"null\",\"\"}""#;
    contained_by: T.tags.contained_by(["a"]) => "tags=cd.{a}", r#"tags.cd."{a}""#;
    overlaps: T.tags.overlaps(["a"]) => "tags=ov.{a}", r#"tags.ov."{a}""#;
    contains_all_of_json: T.meta.contains_all(serde_json::json!({"a": 1})) =>
        r#"meta=cs.{"a":1}"#, r#"meta.cs."{\"a\":1}""#;
    overlaps_of_a_range: T.span.overlaps(1..5) => "span=ov.[1,5)", r#"span.ov."[1,5)""#;
    strictly_left_of: T.span.strictly_left_of(1..=5) => "span=sl.[1,5]", r#"span.sl."[1,5]""#;
    strictly_right_of: T.span.strictly_right_of(1..) => "span=sr.[1,)", r#"span.sr."[1,)""#;
    not_extends_right_of: T.span.not_extends_right_of(1..2) => "span=nxr.[1,2)", r#"span.nxr."[1,2)""#;
    not_extends_left_of: T.span.not_extends_left_of(1..2) => "span=nxl.[1,2)", r#"span.nxl."[1,2)""#;
    adjacent_to: T.span.adjacent_to(PgRange::Empty) => "span=adj.empty", "span.adj.empty";
    fts_expression: T.title.fts(Fts::expression("a & b")) => "title=fts.a & b", r#"title.fts."a & b""#;
    fts_plain: T.title.fts(Fts::plain("a b").config("english")) =>
        "title=plfts(english).a b", r#"title.plfts(english)."a b""#;
    fts_phrase: T.title.fts(Fts::phrase("a")) => "title=phfts.a", "title.phfts.a";
    fts_web: T.title.fts(Fts::web("\"a b\" -c").config("simple")) =>
        "title=wfts(simple).\"a b\" -c", r#"title.wfts(simple)."\"a b\" -c""#;
    eq_all: T.age.eq_all([1, 2]) => "age=eq(all).{1,2}", r#"age.eq(all)."{1,2}""#;
    gt_any: T.age.gt_any([1, -2]) => "age=gt(any).{1,-2}", r#"age.gt(any)."{1,-2}""#;
    gt_all: T.age.gt_all([1]) => "age=gt(all).{1}", r#"age.gt(all)."{1}""#;
    ge_any: T.age.ge_any([1]) => "age=gte(any).{1}", r#"age.gte(any)."{1}""#;
    ge_all: T.age.ge_all([1]) => "age=gte(all).{1}", r#"age.gte(all)."{1}""#;
    lt_any: T.age.lt_any([1]) => "age=lt(any).{1}", r#"age.lt(any)."{1}""#;
    lt_all: T.age.lt_all([1]) => "age=lt(all).{1}", r#"age.lt(all)."{1}""#;
    le_any: T.age.le_any([1]) => "age=lte(any).{1}", r#"age.lte(any)."{1}""#;
    le_all: T.age.le_all([1]) => "age=lte(all).{1}", r#"age.lte(all)."{1}""#;
    like_any: T.title.like_any(["a%", "b\"\\\\"]) =>
        r#"title=like(any).{"a%","b\"\\\\"}"#, r#"title.like(any)."{\"a%\",\"b\\\"\\\\\\\\\"}""#;
    like_all_with_a_star: T.title.like_all(["a%", "*"]) =>
        r#"title=match(all).{"^a.*$","^\\*$"}"#, r#"title.match(all)."{\"^a.*$\",\"^\\\\*$\"}""#;
    ilike_any: T.title.ilike_any(["NULL"]) => r#"title=ilike(any).{"NULL"}"#, r#"title.ilike(any)."{\"NULL\"}""#;
    ilike_all: T.title.ilike_all(["a"]) => "title=ilike(all).{a}", r#"title.ilike(all)."{a}""#;
    matches_any: T.title.matches_any(["^a"]) => r#"title=match(any).{"^a"}"#, r#"title.match(any)."{\"^a\"}""#;
    matches_all: T.title.matches_all(["a"]) => "title=match(all).{a}", r#"title.match(all)."{a}""#;
    a_path_as_text: T.meta.path("a").path(0).path("b c").text().eq("x") =>
        r#"meta->a->0->>"b c"=eq.x"#, r#"meta->a->0->>"b c".eq.x"#;
    a_path_as_json: T.meta.path("a").json().eq(serde_json::json!([1])) => "meta->a=eq.[1]", r#"meta->a.eq."[1]""#;
    a_key_of_digits_is_no_index: T.meta.path("0").path(-1).text().eq("x") =>
        r#"meta->"0"->>-1=eq.x"#, r#"meta->"0"->>-1.eq.x"#;
    a_path_of_null: T.meta.path("a").text().is_null() => "meta->>a=is.null", "meta->>a.is.null";
}

#[test]
fn in_of_nothing_is_the_empty_list() {
    assert_eq!(sent(T.age.in_([0; 0])), "age=in.()");
    assert_eq!(in_tree(T.age.in_([0; 0])), "age.in.()");
}

#[test]
fn a_list_on_an_array_column_is_one_comparison_for_each() {
    // `text[] = any('{..}')` is an error of PostgreSQL, which has no arrays of arrays.
    assert_eq!(
        sent(T.tags.in_([["a"], ["b"]])),
        r#"or=(tags.eq."{a}",tags.eq."{b}")"#
    );
    assert_eq!(sent(T.tags.in_([["a"]])), "tags=eq.{a}");
    assert_eq!(
        sent(T.tags.not_in([["a"], ["b"]])),
        r#"not.or=(tags.eq."{a}",tags.eq."{b}")"#
    );
    assert_eq!(
        sent(T.tags.gt_any([["a"], ["b"]])),
        r#"or=(tags.gt."{a}",tags.gt."{b}")"#
    );
    assert_eq!(
        sent(T.tags.eq_all([["a"], ["b"]])),
        r#"and=(tags.eq."{a}",tags.eq."{b}")"#
    );
}

#[test]
fn between_is_both_comparisons() {
    assert_eq!(sent(T.age.between(1, 9)), "and=(age.gte.1,age.lte.9)");
}

#[test]
fn groups_nest_and_keep_their_negation() {
    let (a, b, c) = (|| T.age.eq(1), || T.body.is_null(), || T.done.is_true());
    assert_eq!(sent(a() | b()), "or=(age.eq.1,body.is.null)");
    assert_eq!(sent(!(a() | b())), "not.or=(age.eq.1,body.is.null)");
    assert_eq!(sent(!(a() & b())), "not.and=(age.eq.1,body.is.null)");
    assert_eq!(sent(!!(a() & b())), "and=(age.eq.1,body.is.null)");
    assert_eq!(
        sent((a() | b()) & c()),
        "and=(or(age.eq.1,body.is.null),done.is.true)"
    );
    assert_eq!(
        sent(!(a() & b()) | c()),
        "or=(not.and(age.eq.1,body.is.null),done.is.true)"
    );
    assert_eq!(
        sent(a() & (b() & c())),
        "and=(age.eq.1,body.is.null,done.is.true)"
    );
    assert_eq!(
        sent(Filter::any([Filter::any([a(), b()]), c()])),
        "or=(age.eq.1,body.is.null,done.is.true)"
    );
}
