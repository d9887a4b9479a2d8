//! Related rows of rows that a write returns.

use insforge::ErrorKind;
use insforge::prelude::*;

use super::{Author, Book, BookPatch, Category, NewBook, Review, library};

#[derive(Projection, Debug, PartialEq)]
#[projection(Author)]
struct Name {
    name: String,
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Review)]
struct Line {
    id: i64,
    #[proj(count = votes)]
    votes: i64,
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Book)]
struct Card {
    title: String,
    #[proj(embed = author)]
    author: Option<Name>,
    #[proj(embed = reviews)]
    reviews: Vec<Line>,
    #[proj(count = tags)]
    tags: i64,
}

fn book(id: i64) -> NewBook {
    NewBook {
        id,
        title: format!("b{id}"),
        author_id: 2,
        position: 1,
    }
}

fn ids(card: &Card) -> Vec<i64> {
    card.reviews.iter().map(|line| line.id).collect()
}

#[tokio::test]
async fn inserts_and_upserts_return_related_rows() {
    let space = library().await;
    let db = space.admin().database();
    let card: Card = db.insert(book(10)).returning_one().await.expect("a row");
    let new = Card {
        title: "b10".into(),
        author: Some(Name { name: "Bob".into() }),
        reviews: Vec::new(),
        tags: 0,
    };
    assert_eq!(card, new);
    let cards: Vec<Card> = db
        .insert_many([book(11), book(12)])
        .returning_all()
        .await
        .expect("rows");
    assert!(cards.iter().all(|card| card.author == new.author) && cards.len() == 2);
    let card: Card = db.upsert(book(1)).returning_one().await.expect("a row");
    assert_eq!(
        (ids(&card), card.tags, card.author),
        (vec![1, 2, 3], 2, new.author)
    );
}

#[tokio::test]
async fn updates_and_deletes_return_related_rows() {
    let space = library().await;
    let db = space.admin().database();
    let card: Card = db
        .patch(BookPatch::default().author_id(3))
        .by_key(1)
        .returning_one()
        .await
        .expect("the row");
    assert_eq!(card.author, Some(Name { name: "Cid".into() }));
    assert_eq!(card.reviews[0], Line { id: 1, votes: 2 });
    let cards: Vec<Card> = db
        .update::<Book>()
        .set(|b| b.position.to(1))
        .filter(|b| b.title.eq("Ash") | b.title.eq("Cedar"))
        .returning_all()
        .await
        .expect("rows");
    assert_eq!(cards.len(), 2);
    let card: Card = db
        .delete::<Book>()
        .by_key(3)
        .returning_one()
        .await
        .expect("the row");
    assert_eq!((card.title.as_str(), card.tags), ("Cedar", 0));
    assert_eq!(db.from::<Book>().count().await.expect("a count"), 2);
}

#[tokio::test]
async fn a_scope_narrows_the_related_rows_alone() {
    let space = library().await;
    let db = space.admin().database();
    let update = || {
        db.update::<Book>()
            .set(|b| b.position.to(7))
            .by_key(1)
            .returning::<Card>()
    };
    let card = update()
        .embed(|e| e.reviews, |r| r.filter(|r| r.stars.ge(4)))
        .one()
        .await
        .expect("the row");
    assert_eq!(ids(&card), [1, 3]);
    // No related row meets it, and the row is changed and returned all the same.
    let card = update()
        .embed(|e| e.reviews, |r| r.filter(|r| r.stars.eq(0)))
        .one()
        .await
        .expect("the row");
    assert!(card.reviews.is_empty());
    let card = update()
        .embed(|e| e.reviews, |r| r.filter(|r| r.stars.ge(2) & r.body.is_null()))
        .one()
        .await
        .expect("the row");
    assert_eq!(ids(&card), [2]);
    let card = db
        .upsert(book(1))
        .returning::<Card>()
        .embed(|e| e.reviews, |r| r.filter(|r| r.id.gt(1)))
        .one()
        .await
        .expect("the row");
    assert_eq!(ids(&card), [2, 3]);
    let cards = db
        .delete::<Book>()
        .filter(|b| b.id.eq(3))
        .returning::<Card>()
        .embed(|e| e.author, |a| a.filter(|a| a.name.eq("nobody")))
        .all()
        .await
        .expect("rows");
    assert_eq!((cards.len(), cards[0].author.as_ref()), (1, None));
}

#[tokio::test]
async fn a_scope_that_would_reach_the_written_table_is_refused_before_sending() {
    let space = library().await;
    let db = space.admin().database();
    let update = || {
        db.update::<Book>()
            .set(|b| b.title.to("changed"))
            .by_key(1)
            .returning::<Card>()
    };
    let tree = update().embed(|e| e.reviews, |r| r.filter(|r| r.stars.eq(5) | r.id.eq(2)));
    let twice = update().embed(
        |e| e.reviews,
        |r| r.filter(|r| r.stars.ge(2)).filter(|r| r.stars.le(4)),
    );
    let related = update().embed(|e| e.reviews, |r| r.filter(|r| r.votes.exists()));
    let limited = update().embed(|e| e.reviews, |r| r.limit(1));
    let sorted = update().embed(|e| e.reviews, |r| r.order(|r| r.id.desc()));
    for refused in [tree, twice, related, limited, sorted] {
        let error = refused.one().await.expect_err("it cannot be");
        assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
        assert_eq!(error.status(), None, "nothing was sent");
    }
    assert_eq!(
        db.from::<Book>().by_key(1).one().await.expect("the row").title,
        "Ash"
    );
}

#[derive(Projection, Debug)]
#[projection(Category)]
struct WithParent {
    #[proj(embed = parent, inner)]
    parent: CategoryName,
}

#[derive(Projection, Debug)]
#[projection(Category)]
struct CategoryName {
    name: String,
}

#[tokio::test]
async fn an_inner_embed_is_refused_since_it_would_hide_written_rows() {
    let space = library().await;
    let db = space.admin().database();
    let error = db
        .update::<Category>()
        .set(|c| c.name.to("changed"))
        .all_rows()
        .returning_all::<WithParent>()
        .await
        .expect_err("the root has no parent");
    assert_eq!((error.kind(), error.status()), (ErrorKind::Unsupported, None));
    let changed = db
        .from::<Category>()
        .filter(|c| c.name.eq("changed"))
        .count()
        .await;
    assert_eq!(changed.expect("a count"), 0);
}

#[tokio::test]
async fn a_call_for_one_row_changes_nothing_when_there_are_others() {
    let space = library().await;
    let db = space.admin().database();
    let state = || async {
        let mut titles = Vec::new();
        for book in db.from::<Book>().order(|b| b.id.asc()).all().await.expect("rows") {
            titles.push(book.title);
        }
        titles
    };
    let before = state().await;
    let update = || db.update::<Book>().set(|b| b.title.to("changed"));
    let several = update().filter(|b| b.author_id.eq(1)).expect_one().await;
    let embedded = update()
        .filter(|b| b.author_id.eq(1))
        .returning_one::<Card>()
        .await;
    let tree = update().filter(|b| b.id.eq(1) | b.id.eq(2)).expect_one().await;
    let nobody = update().filter(|b| b.id.eq(99)).returning_one::<Card>().await;
    let votes = || db.from::<super::Vote>().count();
    let deleted = db
        .delete::<super::Vote>()
        .filter(|v| v.up.eq(true))
        .expect_one()
        .await;
    assert_eq!(
        votes().await.expect("a count"),
        4,
        "two were met and none is gone"
    );
    for (error, rows) in [
        (several.expect_err("two"), 2),
        (embedded.expect_err("two"), 2),
        (tree.expect_err("two"), 2),
        (nobody.expect_err("none"), 0),
        (deleted.expect_err("two"), 2),
    ] {
        assert_eq!(
            (error.kind(), error.rows()),
            (ErrorKind::RowCount, Some(rows)),
            "{error:?}"
        );
    }
    assert_eq!(state().await, before);
}
