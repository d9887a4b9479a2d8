//! Where both find what SQL does.

use insforge::prelude::*;
use postgrest::Builder;

use super::{Sample, SampleCols, ours, reference, samples, theirs};

/// The SQL, ours, theirs.
type Case = (
    &'static str,
    fn(&SampleCols) -> Filter<Sample>,
    fn(Builder) -> Builder,
);

const CASES: &[Case] = &[
    ("name = 'Ann'", |t| t.name.eq("Ann"), |q| q.eq("name", "Ann")),
    ("name = 'null'", |t| t.name.eq("null"), |q| q.eq("name", "null")),
    ("name = ''", |t| t.name.eq(""), |q| q.eq("name", "")),
    (
        "name = 'a\"b,c'",
        |t| t.name.eq("a\"b,c"),
        |q| q.eq("name", "a\"b,c"),
    ),
    (
        "name = 'p (q)'",
        |t| t.name.eq("p (q)"),
        |q| q.eq("name", "p (q)"),
    ),
    ("name = '100%'", |t| t.name.eq("100%"), |q| q.eq("name", "100%")),
    ("name <> 'Ann'", |t| t.name.ne("Ann"), |q| q.neq("name", "Ann")),
    ("age > 30", |t| t.age.gt(30), |q| q.gt("age", "30")),
    ("age >= 30", |t| t.age.ge(30), |q| q.gte("age", "30")),
    ("age < 30", |t| t.age.lt(30), |q| q.lt("age", "30")),
    ("age <= 30", |t| t.age.le(30), |q| q.lte("age", "30")),
    ("name > 'b'", |t| t.name.gt("b"), |q| q.gt("name", "b")),
    (
        "age between 30 and 60",
        |t| t.age.between(30, 60),
        |q| q.and("age.gte.30,age.lte.60"),
    ),
    (
        "age > 30 and ok",
        |t| t.age.gt(30) & t.ok.eq(true),
        |q| q.gt("age", "30").eq("ok", "true"),
    ),
    ("name like 'a%'", |t| t.name.like("a%"), |q| q.like("name", "a%")),
    (
        "name like '_xb'",
        |t| t.name.like("_xb"),
        |q| q.like("name", "_xb"),
    ),
    (
        "name ilike 'A%'",
        |t| t.name.ilike("A%"),
        |q| q.ilike("name", "A%"),
    ),
    ("name is null", |t| t.name.is_null(), |q| q.is("name", "null")),
    ("ok is true", |t| t.ok.is_true(), |q| q.is("ok", "true")),
    ("ok is false", |t| t.ok.is_false(), |q| q.is("ok", "false")),
    ("ok is unknown", |t| t.ok.is_unknown(), |q| q.is("ok", "unknown")),
    (
        "name in ('Ann', 'bob')",
        |t| t.name.in_(["Ann", "bob"]),
        |q| q.in_("name", ["Ann", "bob"]),
    ),
    (
        "age in (20, 30, 31)",
        |t| t.age.in_([20, 30, 31]),
        |q| q.in_("age", ["20", "30", "31"]),
    ),
    (
        "false",
        |t| t.age.in_(Vec::<i32>::new()),
        |q| q.in_("age", Vec::<String>::new()),
    ),
    (
        "tags @> '{red}'",
        |t| t.tags.contains_all(["red"]),
        |q| q.cs("tags", "{red}"),
    ),
    (
        "tags @> '{\"dark, blue\"}'",
        |t| t.tags.contains_all(["dark, blue"]),
        |q| q.cs("tags", "{\"dark, blue\"}"),
    ),
    (
        "tags <@ '{red,blue}'",
        |t| t.tags.contained_by(["red", "blue"]),
        |q| q.cd("tags", "{red,blue}"),
    ),
    (
        "tags && '{green,blue}'",
        |t| t.tags.overlaps(["green", "blue"]),
        |q| q.ov("tags", "{green,blue}"),
    ),
    (
        "span @> '[6,7)'",
        |t| t.span.contains_all(6..7),
        |q| q.cs("span", "[6,7)"),
    ),
    (
        "span <@ '[1,10)'",
        |t| t.span.contained_by(1..10),
        |q| q.cd("span", "[1,10)"),
    ),
    (
        "span && '[4,6)'",
        |t| t.span.overlaps(4..6),
        |q| q.ov("span", "[4,6)"),
    ),
    // The other crate's ranges leave both ends out.
    (
        "span << '(5,9)'",
        |t| t.span.strictly_left_of(6..9),
        |q| q.sl("span", (5, 9)),
    ),
    (
        "span >> '(5,9)'",
        |t| t.span.strictly_right_of(6..9),
        |q| q.sr("span", (5, 9)),
    ),
    (
        "span &> '(5,9)'",
        |t| t.span.not_extends_left_of(6..9),
        |q| q.nxl("span", (5, 9)),
    ),
    (
        "span &< '(5,9)'",
        |t| t.span.not_extends_right_of(6..9),
        |q| q.nxr("span", (5, 9)),
    ),
    (
        "span -|- '(4,6)'",
        |t| t.span.adjacent_to(5..6),
        |q| q.adj("span", (4, 6)),
    ),
    (
        "to_tsvector(body) @@ to_tsquery('quick & !lazy')",
        |t| t.body.fts(Fts::expression("quick & !lazy")),
        |q| q.fts("body", "quick & !lazy", None),
    ),
    (
        "to_tsvector('english', body) @@ to_tsquery('english', 'foxes | dogs')",
        |t| t.body.fts(Fts::expression("foxes | dogs").config("english")),
        |q| q.fts("body", "foxes | dogs", Some("english")),
    ),
    (
        "to_tsvector('english', body) @@ plainto_tsquery('english', 'fox quick')",
        |t| t.body.fts(Fts::plain("fox quick").config("english")),
        |q| q.plfts("body", "fox quick", Some("english")),
    ),
    (
        "to_tsvector('english', body) @@ phraseto_tsquery('english', 'quick brown')",
        |t| t.body.fts(Fts::phrase("quick brown").config("english")),
        |q| q.phfts("body", "quick brown", Some("english")),
    ),
    (
        "to_tsvector('english', body) @@ websearch_to_tsquery('english', '\"quick brown\" or dog -lazy')",
        |t| {
            t.body
                .fts(Fts::web("\"quick brown\" or dog -lazy").config("english"))
        },
        |q| q.wfts("body", "\"quick brown\" or dog -lazy", Some("english")),
    ),
    (
        "not name = 'Ann'",
        |t| !t.name.eq("Ann"),
        |q| q.not("eq", "name", "Ann"),
    ),
    (
        "name is not null",
        |t| t.name.is_not_null(),
        |q| q.not("is", "name", "null"),
    ),
    (
        "age not in (20, 30)",
        |t| t.age.not_in([20, 30]),
        |q| q.not("in", "age", "(20,30)"),
    ),
    (
        "not tags @> '{red}'",
        |t| !t.tags.contains_all(["red"]),
        |q| q.not("cs", "tags", "{red}"),
    ),
    (
        "age < 30 or age > 60 and ok",
        |t| t.age.lt(30) | (t.age.gt(60) & t.ok.is_true()),
        |q| q.or("age.lt.30,and(age.gt.60,ok.is.true)"),
    ),
    (
        "age > 20 and not (ok is true or name = 'c')",
        |t| t.age.gt(20) & !(t.ok.is_true() | t.name.eq("c")),
        |q| q.and("age.gt.20,not.or(ok.is.true,name.eq.c)"),
    ),
];

#[tokio::test]
async fn both_find_what_sql_finds() {
    let space = samples().await;
    for (sql, our_filter, their_query) in CASES {
        let expected = reference(&space, sql).await;
        assert_eq!(
            ours(&space, our_filter(Sample::COLS)).await,
            expected,
            "ours: {sql}"
        );
        assert_eq!(
            theirs(&space, *their_query).await.as_ref(),
            Ok(&expected),
            "theirs: {sql}"
        );
    }
}
