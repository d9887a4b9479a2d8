//! Pages, totals and counts.

use insforge::Database;
use insforge::prelude::*;
use insforge_tests::Space;

use crate::tables::{Todo, slugs, todo, todos};

async fn nine() -> (Space, Database) {
    let space = todos().await;
    let db = space.admin().database();
    let rows = (1..=9).map(|n| todo(&format!("t{n}")).rank(n));
    assert_eq!(db.insert_many(rows).execute().await.expect("rows"), 9);
    (space, db)
}

#[tokio::test]
async fn a_page_knows_the_total_and_whether_more_follows() {
    let (_space, db) = nine().await;
    let page = |offset| {
        db.from::<Todo>()
            .order(|t| t.rank.asc())
            .limit(4)
            .offset(offset)
            .page()
    };
    let first = page(0).await.expect("a page");
    assert_eq!(
        (slugs(&first.rows), first.total, first.has_more()),
        (vec!["t1", "t2", "t3", "t4"], Some(9), Some(true))
    );
    let last = page(8).await.expect("a page");
    assert_eq!(
        (slugs(&last.rows), last.offset, last.has_more()),
        (vec!["t9"], 8, Some(false))
    );
    let beyond = page(100).await.expect("an empty page");
    assert_eq!(
        (beyond.rows.len(), beyond.total, beyond.has_more()),
        (0, Some(9), Some(false))
    );
}

#[tokio::test]
async fn no_rows_are_asked_for_at_any_offset() {
    let (_space, db) = nine().await;
    let none = || db.from::<Todo>().order(|t| t.rank.asc()).limit(0).offset(3);
    assert_eq!(none().all().await.expect("no rows"), []);
    let page = none().page().await.expect("an empty page");
    assert_eq!((page.rows.len(), page.offset, page.total), (0, 3, Some(9)));
}

#[tokio::test]
async fn planned_and_estimated_totals_are_asked_for() {
    let (_space, db) = nine().await;
    for count in [Count::Planned, Count::Estimated] {
        let query = db.from::<Todo>().with_total(count).limit(2);
        let prefer = query
            .to_request()
            .expect("a request")
            .headers()
            .get("prefer")
            .cloned();
        let expected = if count == Count::Planned {
            "count=planned"
        } else {
            "count=estimated"
        };
        assert_eq!(prefer.expect("a preference"), expected);
        let page = query.page().await.expect("a page");
        assert_eq!(page.rows.len(), 2);
        assert!(page.total.is_some());
    }
}

#[tokio::test]
async fn a_count_heeds_filters_and_not_the_window() {
    let (_space, db) = nine().await;
    assert_eq!(db.from::<Todo>().count().await.expect("a count"), 9);
    assert_eq!(
        db.from::<Todo>()
            .filter(|t| t.rank.gt(5))
            .limit(1)
            .count()
            .await
            .expect("a count"),
        4
    );
    assert_eq!(
        db.from::<Todo>()
            .filter(|t| t.rank.gt(5) & t.rank.lt(5))
            .count()
            .await
            .expect("a count"),
        0
    );
    assert!(
        db.from::<Todo>()
            .filter(|t| t.rank.eq(9))
            .exists()
            .await
            .expect("an answer")
    );
    assert!(
        !db.from::<Todo>()
            .filter(|t| t.rank.eq(10))
            .exists()
            .await
            .expect("an answer")
    );
}

#[tokio::test]
async fn a_limit_of_zero_is_no_rows() {
    let (_space, db) = nine().await;
    assert!(db.from::<Todo>().limit(0).all().await.expect("rows").is_empty());
    assert!(
        db.from::<Todo>()
            .limit(0)
            .first()
            .await
            .expect("an answer")
            .is_none()
    );
}

/// A table that the database does not have.
#[derive(Table, Debug)]
#[table(name = "no_such_table")]
struct Missing {
    #[column(pk)]
    id: i32,
}

#[tokio::test]
async fn a_failed_count_says_why_though_its_answer_has_no_body() {
    let (_space, db) = nine().await;
    let error = db.from::<Missing>().count().await.expect_err("no such table");
    assert!(
        error.code().is_some(),
        "the code came with a second request: {error:?}"
    );
    assert!(error.is_not_found() || error.maybe_stale_schema(), "{error:?}");
}
