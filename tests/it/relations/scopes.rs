//! What is read of embedded rows.

use insforge::prelude::*;

use super::{Book, Review, library};

#[derive(Projection, Debug, PartialEq)]
#[projection(Review)]
struct Line {
    id: i64,
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Book)]
struct Card {
    id: i64,
    #[proj(embed = reviews)]
    reviews: Vec<Line>,
}

/// `1:3,5 2:`
fn shown(cards: &[Card]) -> String {
    let cards: Vec<String> = cards
        .iter()
        .map(|card| {
            let lines: Vec<String> = card.reviews.iter().map(|line| line.id.to_string()).collect();
            format!("{}:{}", card.id, lines.join(","))
        })
        .collect();
    cards.join(" ")
}

#[tokio::test]
async fn a_scope_filters_orders_and_limits_for_each_row() {
    let space = library().await;
    let db = space.admin().database();
    let cards = || db.from::<Book>().select::<Card>().order(|b| b.id.asc());
    let by_stars = cards().embed(|e| e.reviews, |r| r.order(|r| r.stars.desc()));
    assert_eq!(shown(&by_stars.all().await.expect("rows")), "1:1,3,2 2:4 3:");
    let best = cards().embed(|e| e.reviews, |r| r.order(|r| r.stars.desc()).limit(1));
    assert_eq!(shown(&best.all().await.expect("rows")), "1:1 2:4 3:");
    let second = cards().embed(|e| e.reviews, |r| r.order(|r| r.stars.desc()).limit(1).offset(1));
    assert_eq!(shown(&second.all().await.expect("rows")), "1:3 2: 3:");
    let some = cards().embed(
        |e| e.reviews,
        |r| {
            r.filter(|r| r.stars.ge(4) | r.body.is_null())
                .filter(|r| !r.id.eq(3))
                .order(|r| (r.body.asc().nulls_first(), r.id.asc()))
        },
    );
    assert_eq!(shown(&some.all().await.expect("rows")), "1:2,1 2: 3:");
}

#[tokio::test]
async fn a_scope_takes_conditions_on_rows_related_to_its_own() {
    let space = library().await;
    let db = space.admin().database();
    let cards = || db.from::<Book>().select::<Card>().order(|b| b.id.asc());
    let scoped = cards().embed(
        |e| e.reviews,
        |r| r.filter(|r| r.votes.any(|v| v.up.eq(true))).order(|r| r.id.asc()),
    );
    assert_eq!(shown(&scoped.all().await.expect("rows")), "1:1,3 2: 3:");
    let scoped = cards().embed(
        |e| e.reviews,
        |r| {
            r.filter(|r| r.votes.is_empty() | (r.stars.eq(4) & r.votes.exists()))
                .order(|r| r.id.asc())
        },
    );
    assert_eq!(shown(&scoped.all().await.expect("rows")), "1:2,3 2: 3:");
    let scoped = cards()
        .filter(|b| b.reviews.any(|r| r.stars.ge(4)))
        .embed(|e| e.reviews, |r| r.filter(|r| r.stars.lt(4)));
    assert_eq!(
        shown(&scoped.all().await.expect("rows")),
        "1:2",
        "the condition and the scope are of their own"
    );
}

#[tokio::test]
async fn an_empty_condition_in_a_scope_means_what_it_says() {
    let space = library().await;
    let db = space.admin().database();
    let cards = || db.from::<Book>().select::<Card>().order(|b| b.id.asc()).limit(1);
    let none = cards().embed(|e| e.reviews, |r| r.filter(|_| Filter::any([])));
    assert_eq!(shown(&none.all().await.expect("rows")), "1:");
    let all = cards().embed(
        |e| e.reviews,
        |r| r.filter(|_| Filter::all([])).order(|r| r.id.asc()),
    );
    assert_eq!(shown(&all.all().await.expect("rows")), "1:1,2,3");
}
