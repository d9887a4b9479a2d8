//! Conditions on related rows.

use insforge::Database;
use insforge::prelude::*;

use super::{Author, AuthorCols, Book, BookCols, Category, library};

/// The titles' first letters of the books that meet the condition.
async fn books<F>(db: &Database, condition: impl FnOnce(&'static BookCols) -> F) -> String
where
    F: insforge::query::Condition<Book>,
{
    let rows = db
        .from::<Book>()
        .filter(condition)
        .order(|b| b.id.asc())
        .all()
        .await
        .expect("books");
    rows.iter().filter_map(|row| row.title.chars().next()).collect()
}

async fn authors(db: &Database, condition: impl FnOnce(&'static AuthorCols) -> ReadFilter<Author>) -> String {
    let rows = db.from::<Author>().filter(condition).order(|a| a.id.asc()).all();
    let rows = rows.await.expect("authors");
    rows.iter().filter_map(|row| row.name.chars().next()).collect()
}

#[tokio::test]
async fn each_condition_finds_its_rows() {
    let space = library().await;
    let db = space.admin().database();
    assert_eq!(books(&db, |b| b.reviews.any(|r| r.stars.ge(4))).await, "A");
    assert_eq!(books(&db, |b| b.reviews.none(|r| r.stars.ge(4))).await, "BC");
    assert_eq!(books(&db, |b| !b.reviews.any(|r| r.stars.ge(4))).await, "BC");
    assert_eq!(books(&db, |b| !b.reviews.none(|r| r.stars.ge(4))).await, "A");
    assert_eq!(books(&db, |b| b.reviews.exists()).await, "AB");
    assert_eq!(books(&db, |b| b.reviews.is_empty()).await, "C");
    assert_eq!(books(&db, |b| !b.reviews.is_empty()).await, "AB");
    assert_eq!(books(&db, |b| b.cover.exists()).await, "A");
    assert_eq!(books(&db, |b| b.author.any(|a| a.name.eq("Ann"))).await, "AB");
    assert_eq!(books(&db, |b| b.editor.none(|a| a.name.eq("Ann"))).await, "AB");
    assert_eq!(books(&db, |b| b.owner.any(|a| a.id.eq(3))).await, "A");
    assert_eq!(
        books(&db, |b| b.tags.any(|t| t.name.eq("red, (dark)"))).await,
        "A"
    );
    assert_eq!(books(&db, |b| b.tags.is_empty()).await, "C");
    assert_eq!(
        books(&db, |b| b.reviews.any(|r| r.stars.eq(2) & r.body.is_null())).await,
        "A",
        "of one related row"
    );
    assert_eq!(
        books(&db, |b| b.reviews.any(|r| r.stars.eq(2) & r.body.eq("good"))).await,
        "",
        "and not of two"
    );
    assert_eq!(books(&db, |b| b.reviews.any(|_| Filter::all([]))).await, "AB");
    assert_eq!(books(&db, |b| b.reviews.any(|_| Filter::any([]))).await, "");
    assert_eq!(books(&db, |b| b.reviews.none(|_| Filter::any([]))).await, "ABC");
}

#[tokio::test]
async fn they_combine_with_columns_at_any_depth() {
    let space = library().await;
    let db = space.admin().database();
    assert_eq!(
        books(&db, |b| b.title.eq("Cedar") | b.reviews.any(|r| r.stars.eq(1))).await,
        "BC"
    );
    assert_eq!(
        books(&db, |b| b.reviews.exists() & b.title.ne("Ash") & b.tags.exists()).await,
        "B"
    );
    assert_eq!(
        books(&db, |b| !((b.reviews.exists() & b.title.eq("Ash"))
            | (b.position.eq(20) & !b.tags.is_empty())))
        .await,
        "C"
    );
    assert_eq!(
        books(&db, |b| ReadFilter::any([
            b.reviews.any(|r| r.stars.eq(1)),
            b.cover.exists(),
            b.title.eq("Nothing").into(),
        ]))
        .await,
        "AB"
    );
    assert_eq!(
        books(&db, |b| ReadFilter::all([b.reviews.exists(), !b.cover.exists()])).await,
        "B"
    );
}

#[tokio::test]
async fn they_nest() {
    let space = library().await;
    let db = space.admin().database();
    assert_eq!(
        authors(&db, |a| a.written.any(|b| b.reviews.any(|r| r.stars.eq(5)))).await,
        "A"
    );
    assert_eq!(
        authors(&db, |a| a.written.any(|b| b.reviews.is_empty())).await,
        "B"
    );
    assert_eq!(
        authors(&db, |a| a.written.any(
            |b| b.title.eq("Cedar") | b.reviews.any(|r| r.votes.any(|v| v.up.eq(true)))
        ))
        .await,
        "AB"
    );
    assert_eq!(
        authors(&db, |a| a.written.none(|b| b.reviews.any(|r| r.stars.lt(3)))).await,
        "BC"
    );
    assert_eq!(
        authors(&db, |a| a.edited.any(|b| b.author.any(|a| a.name.eq("Ann")))).await,
        "B",
        "from author to author by another key"
    );
}

#[tokio::test]
async fn a_table_that_refers_to_itself_is_no_exception() {
    let space = library().await;
    let db = space.admin().database();
    let names = async |condition: fn(&'static super::CategoryCols) -> ReadFilter<Category>| {
        let rows = db
            .from::<Category>()
            .filter(condition)
            .order(|c| c.id.asc())
            .all();
        let rows = rows.await.expect("categories");
        rows.into_iter().map(|row| row.name).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(|c| c.parent.any(|p| p.name.eq("root"))).await, "left right");
    assert_eq!(names(|c| c.children.any(|p| p.name.eq("leaf"))).await, "left");
    assert_eq!(names(|c| c.children.is_empty()).await, "right leaf");
    assert_eq!(
        names(|c| c.parent.any(|p| p.parent.any(|p| p.name.eq("root")))).await,
        "leaf"
    );
    assert_eq!(
        names(|c| c.parent.is_empty() | c.children.exists()).await,
        "root left"
    );
}

#[tokio::test]
async fn counts_and_pages_meet_them_too() {
    let space = library().await;
    let db = space.admin().database();
    let reviewed = || db.from::<Book>().filter(|b| b.reviews.any(|r| r.stars.gt(0)));
    assert_eq!(reviewed().count().await.expect("a count"), 2);
    assert!(reviewed().exists().await.expect("an answer"));
    let lost = db.from::<Book>().filter(|b| b.reviews.any(|r| r.stars.gt(9)));
    assert_eq!(lost.clone().count().await.expect("a count"), 0);
    assert!(!lost.exists().await.expect("an answer"));
    let page = reviewed()
        .order(|b| b.id.asc())
        .limit(1)
        .page()
        .await
        .expect("a page");
    assert_eq!((page.rows.len(), page.total), (1, Some(2)));
    assert_eq!(page.rows[0].title, "Ash");
}
