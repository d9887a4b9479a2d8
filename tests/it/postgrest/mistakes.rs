//! Where the other crate asks for something else than it was told.

use insforge::prelude::*;
use postgrest::Builder;

use super::{Sample, SampleCols, ours, reference, samples, theirs};

/// What goes wrong, the SQL, ours, theirs.
type Mistake = (
    &'static str,
    &'static str,
    fn(&SampleCols) -> Filter<Sample>,
    fn(Builder) -> Builder,
);

const MISTAKES: &[Mistake] = &[
    (
        "values of a list are not quoted: one with a comma is two",
        "name in ('a\"b,c')",
        |t| t.name.in_(["a\"b,c"]),
        |q| q.in_("name", ["a\"b,c"]),
    ),
    (
        "values of a list are not quoted: one with a parenthesis ends it",
        "name in ('p (q)', 'Ann')",
        |t| t.name.in_(["p (q)", "Ann"]),
        |q| q.in_("name", ["p (q)", "Ann"]),
    ),
    (
        "a list of the empty text is sent as the empty list",
        "name in ('')",
        |t| t.name.in_([""]),
        |q| q.in_("name", [""]),
    ),
    (
        "a star in a pattern, which SQL takes for itself, matches anything",
        "name like 'a*b'",
        |t| t.name.like("a*b"),
        |q| q.like("name", "a*b"),
    ),
    (
        "the same without regard to case",
        "name ilike 'A*B'",
        |t| t.name.ilike("A*B"),
        |q| q.ilike("name", "A*B"),
    ),
    (
        "two `or` are the same key twice, which the gateway renames",
        "(age = 20 or age = 30) and (ok is true or name = 'bob')",
        |t| (t.age.eq(20) | t.age.eq(30)) & (t.ok.is_true() | t.name.eq("bob")),
        |q| q.or("age.eq.20,age.eq.30").or("ok.is.true,name.eq.bob"),
    ),
];

#[tokio::test]
async fn ours_finds_what_sql_finds_and_theirs_does_not() {
    let space = samples().await;
    for (mistake, sql, our_filter, their_query) in MISTAKES {
        let expected = reference(&space, sql).await;
        assert!(!expected.is_empty(), "{sql}");
        assert_eq!(
            ours(&space, our_filter(Sample::COLS)).await,
            expected,
            "ours: {sql}"
        );
        let found = theirs(&space, *their_query).await;
        assert_ne!(found.as_ref(), Ok(&expected), "no mistake any more: {mistake}");
    }
}

#[tokio::test]
async fn a_limit_holds_beside_a_count_and_may_be_zero() {
    let space = samples().await;
    let db = space.admin().database();
    let page = db
        .from::<Sample>()
        .order(|t| t.id.asc())
        .limit(5)
        .page()
        .await
        .expect("a page");
    assert_eq!((page.rows.len(), page.total), (5, Some(12)));
    let counted = theirs(&space, |q| q.limit(5).exact_count()).await;
    assert_ne!(
        counted.map(|ids| ids.len()),
        Ok(5),
        "its count replaces its limit"
    );

    let none = db.from::<Sample>().limit(0).all().await.expect("rows");
    assert!(none.is_empty());
    let builder = db
        .postgrest()
        .await
        .expect("a builder")
        .from("samples")
        .select("id");
    let built = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| builder.limit(0)));
    match built {
        // With overflow checks it does not come back.
        Err(_) => {}
        Ok(builder) => {
            let answer = builder.execute().await.expect("an answer");
            assert_ne!(answer.text().await.expect("a body"), "[]");
        }
    }
}

#[tokio::test]
async fn orders_add_up() {
    let space = samples().await;
    let db = space.admin().database();
    let rows = db
        .from::<Sample>()
        .select_columns(|t| (t.id,))
        .order(|t| t.tags.asc())
        .order(|t| t.id.desc())
        .all()
        .await
        .expect("rows");
    let ids: Vec<i64> = rows.into_iter().map(|row| row.0).collect();
    let place = |id| ids.iter().position(|other| *other == id);
    assert!(
        ids.len() == 12 && place(12).is_some_and(|twelve| place(11) == Some(twelve + 1)),
        "{ids:?}"
    );
    let twice = theirs(&space, |q| q.order("tags.asc").order("id.desc")).await;
    assert!(twice.is_err(), "{twice:?}");
    let options = theirs(&space, |q| {
        q.order_with_options("tags", None::<&str>, true, false)
            .order_with_options("id", None::<&str>, false, false)
    });
    assert!(options.await.is_err());
}
