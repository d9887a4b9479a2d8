//! Filters, orders and the terminals of a read.

use insforge::prelude::*;
use insforge::{Database, ErrorKind};
use insforge_tests::Space;

use crate::tables::{Todo, slugs, todo, todos};

/// Four to-dos: a to d.
async fn four() -> (Space, Database) {
    let space = todos().await;
    let db = space.admin().database();
    let rows = [
        todo("a").rank(1).body("first, (with) \"quotes\""),
        todo("b").rank(2).done(true),
        todo("c")
            .rank(3)
            .body("100% *star*")
            .meta(serde_json::json!({"tags": ["x", "y"], "deep": {"n": 1}})),
        todo("d").rank(4).done(true).body("Last_one"),
    ];
    db.insert_many(rows).execute().await.expect("rows");
    (space, db)
}

async fn found(
    db: &Database,
    filter: impl FnOnce(&'static crate::tables::TodoCols) -> Filter<Todo>,
) -> String {
    let rows = db
        .from::<Todo>()
        .filter(filter)
        .order(|t| t.slug.asc())
        .all()
        .await
        .expect("rows");
    slugs(&rows).concat()
}

#[tokio::test]
async fn every_family_of_operators_finds_its_rows() {
    let (_space, db) = four().await;
    assert_eq!(found(&db, |t| t.slug.eq("b")).await, "b");
    assert_eq!(found(&db, |t| t.slug.ne("b")).await, "acd");
    assert_eq!(found(&db, |t| t.rank.between(2, 3)).await, "bc");
    assert_eq!(found(&db, |t| t.rank.gt(1) & t.rank.lt(4)).await, "bc");
    assert_eq!(found(&db, |t| t.body.is_null()).await, "b");
    assert_eq!(found(&db, |t| t.body.is_not_null()).await, "acd");
    assert_eq!(found(&db, |t| t.body.is_distinct("Last_one")).await, "abc");
    assert_eq!(found(&db, |t| t.body.eq_or_null(None::<&str>)).await, "b");
    assert_eq!(found(&db, |t| t.done.is_true()).await, "bd");
    assert_eq!(found(&db, |t| !t.done.is_true()).await, "ac");
    assert_eq!(found(&db, |t| t.slug.in_(["a", "d"])).await, "ad");
    assert_eq!(found(&db, |t| t.slug.not_in(["a", "d"])).await, "bc");
    assert_eq!(found(&db, |t| t.rank.gt_all([1, 2])).await, "cd");
    assert_eq!(found(&db, |t| t.slug.eq_any(["a", "d", "x,\""])).await, "ad");
    assert_eq!(found(&db, |t| t.rank.lt_any([1, 2, 3])).await, "ab");
}

#[tokio::test]
async fn letters_of_every_language_have_their_place_and_their_capitals() {
    let space = todos().await;
    let db = space.admin().database();
    let rows = ["Z", "ä", "B", "a"].map(|slug| todo(slug).body(format!("{slug} ÜBER Straße")));
    db.insert_many(rows).execute().await.expect("rows");
    assert_eq!(found(&db, |t| t.body.icontains("über straße")).await, "aäBZ");
    assert_eq!(found(&db, |t| t.slug.imatches("^[äÄ]$")).await, "ä");
    assert_eq!(found(&db, |t| t.slug.ilike("Ä")).await, "ä");
    assert_eq!(found(&db, |t| t.slug.gt("b")).await, "BZ");
}

#[tokio::test]
async fn patterns_mean_what_they_say() {
    let (_space, db) = four().await;
    assert_eq!(found(&db, |t| t.body.like("%quotes%")).await, "a");
    assert_eq!(found(&db, |t| t.body.ilike("last\\_one")).await, "d");
    assert_eq!(found(&db, |t| t.body.contains("*star*")).await, "c");
    assert_eq!(found(&db, |t| t.body.contains("100%")).await, "c");
    assert_eq!(found(&db, |t| t.body.starts_with("first, (with) \"")).await, "a");
    assert_eq!(found(&db, |t| t.body.ends_with("_one")).await, "d");
    assert_eq!(found(&db, |t| t.body.icontains("LAST")).await, "d");
    assert_eq!(
        found(&db, |t| t.body.like("%*%")).await,
        "c",
        "a star is a star and no wildcard"
    );
    assert_eq!(found(&db, |t| t.body.matches("^first")).await, "a");
    assert_eq!(found(&db, |t| t.body.like_any(["first%", "%*%"])).await, "ac");
    assert_eq!(found(&db, |t| t.body.ilike_all(["%L%", "%ONE"])).await, "d");
    assert_eq!(found(&db, |t| t.body.matches_any(["^first", "one$"])).await, "ad");
    assert_eq!(
        found(&db, |t| t.body.imatches_any(["^LAST", "nothing"])).await,
        "d"
    );
    assert_eq!(found(&db, |t| t.body.imatches_all(["^LAST", "ONE$"])).await, "d");
    assert_eq!(
        found(&db, |t| t.body.fts(Fts::web("quotes or star").config("english"))).await,
        "ac"
    );
    assert_eq!(found(&db, |t| t.body.fts(Fts::phrase("with quotes"))).await, "a");
}

#[tokio::test]
async fn conditions_combine_at_any_depth() {
    let (_space, db) = four().await;
    assert_eq!(
        found(&db, |t| (t.rank.eq(1) | t.rank.eq(2))
            & !(t.done.eq(true) & t.slug.eq("b")))
        .await,
        "a"
    );
    assert_eq!(
        found(&db, |t| !(t.rank.eq(1) | (t.rank.eq(2) & !t.done.eq(false)))).await,
        "cd"
    );
    assert_eq!(
        found(&db, |t| Filter::any(["a", "c"].map(|slug| t.slug.eq(slug)))).await,
        "ac"
    );
    assert_eq!(found(&db, |_| Filter::all([])).await, "abcd");
    assert_eq!(found(&db, |_| Filter::any([])).await, "");
    assert_eq!(found(&db, |t| t.slug.in_([] as [&str; 0])).await, "");
    assert_eq!(found(&db, |t| t.slug.not_in([] as [&str; 0])).await, "abcd");
    assert_eq!(found(&db, |t| t.slug.in_([""])).await, "");
}

#[tokio::test]
async fn several_filters_on_one_column_must_all_be_met() {
    let (_space, db) = four().await;
    let rows = db
        .from::<Todo>()
        .filter(|t| t.rank.ge(2))
        .filter(|t| t.rank.le(3))
        .filter(|t| t.rank.ne(2) | t.done.eq(false))
        .filter_opt(None::<&str>, |t, slug| t.slug.eq(slug))
        .filter_opt(Some("c"), |t, slug| t.slug.eq(slug))
        .all()
        .await
        .expect("rows");
    assert_eq!(slugs(&rows), ["c"]);
}

#[tokio::test]
async fn json_is_reached_by_containment_and_by_path() {
    let (_space, db) = four().await;
    assert_eq!(
        found(&db, |t| t.meta.contains_all(serde_json::json!({"tags": ["y"]}))).await,
        "c"
    );
    assert_eq!(
        found(&db, |t| t.meta.path("tags").path(0).text().eq("x")).await,
        "c"
    );
    assert_eq!(
        found(&db, |t| t
            .meta
            .path("deep")
            .path("n")
            .json()
            .eq(serde_json::json!(1)))
        .await,
        "c"
    );
    assert_eq!(found(&db, |t| t.meta.path("deep").text().is_null()).await, "abd");
    let ordered = db.from::<Todo>().order(|t| {
        (
            t.meta.path("deep").path("n").text().asc().nulls_first(),
            t.slug.desc(),
        )
    });
    assert_eq!(slugs(&ordered.all().await.expect("rows")), ["d", "b", "a", "c"]);
}

#[tokio::test]
async fn orders_weigh_in_the_order_given() {
    let (_space, db) = four().await;
    let rows = db
        .from::<Todo>()
        .order(|t| (t.list.asc(), t.rank.desc()))
        .all()
        .await
        .expect("rows");
    assert_eq!(slugs(&rows), ["d", "c", "b", "a"]);
    let rows = db
        .from::<Todo>()
        .order(|t| t.body.desc().nulls_last())
        .order(|t| t.id.asc())
        .limit(4)
        .all()
        .await;
    assert_eq!(slugs(&rows.expect("rows")).last(), Some(&"b"));
}

#[tokio::test]
async fn singles_count_their_rows() {
    let (_space, db) = four().await;
    let by = |slug: &'static str| db.from::<Todo>().filter(move |t| t.slug.eq(slug));
    assert_eq!(by("a").one().await.expect("a row").slug, "a");
    assert_eq!(
        by("a").maybe_one().await.expect("no error").map(|row| row.rank),
        Some(1)
    );
    assert!(by("z").maybe_one().await.expect("no error").is_none());
    assert!(by("z").first().await.expect("no error").is_none());

    let none = by("z").one().await.expect_err("no row");
    assert_eq!((none.kind(), none.rows()), (ErrorKind::RowCount, Some(0)));
    let many = db.from::<Todo>().one().await.expect_err("four rows");
    assert_eq!(many.kind(), ErrorKind::RowCount);
    assert!(!many.is_not_found());

    let first = db
        .from::<Todo>()
        .order(|t| t.rank.desc())
        .first()
        .await
        .expect("no error");
    assert_eq!(first.map(|row| row.slug), Some("d".into()));
}

#[tokio::test]
async fn a_row_is_found_by_its_key() {
    let (_space, db) = four().await;
    let a = db
        .from::<Todo>()
        .filter(|t| t.slug.eq("a"))
        .one()
        .await
        .expect("a row");
    assert_eq!(
        db.from::<Todo>().by_key(a.id).one().await.expect("the same row"),
        a
    );
    assert!(
        db.from::<Todo>()
            .by_key(i64::MAX)
            .maybe_one()
            .await
            .expect("no error")
            .is_none()
    );
}
