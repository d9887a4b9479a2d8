//! Functions that return rows: everything that a query does applies.

use insforge::prelude::*;

use super::{Note, Person, Search, Todo, functions};

/// Inserts a row before it answers, and has an argument of a column's name.
#[derive(Rpc)]
#[rpc(name = "claim", returns = SetOf<Todo>)]
struct Claim {
    rank: i32,
}

#[derive(Table, Debug, PartialEq)]
#[table(name = "squares", view)]
struct Square {
    i: i32,
    sq: i64,
}

#[derive(Rpc)]
#[rpc(name = "squares", returns = SetOf<Square>, stable)]
struct Squares {
    n: i32,
}

#[derive(Rpc)]
#[rpc(name = "calls_so_far", returns = Scalar<i64>, stable)]
struct CallsSoFar;

#[derive(Projection, Debug)]
#[projection(Todo)]
struct Title {
    title: String,
}

#[derive(Projection, Debug)]
#[projection(Todo)]
struct Card {
    title: String,
    #[proj(embed = owner)]
    owner: Option<Person>,
    #[proj(embed = notes)]
    notes: Vec<Note>,
    #[proj(count = notes)]
    count: i64,
}

fn titles(rows: &[Title]) -> Vec<&str> {
    rows.iter().map(|row| row.title.as_str()).collect()
}

#[tokio::test]
async fn rows_are_filtered_and_ordered_by_columns_that_are_not_read() {
    let space = functions().await;
    let db = space.admin().database();
    let rust = || db.call(Search::of("rust")).select::<Title>();
    let rows = rust().filter(|t| t.rank.ge(2)).order(|t| t.id.desc()).all().await;
    assert_eq!(titles(&rows.expect("rows")), ["rust big", "rust book"]);
    let rows = rust()
        .filter(|t| t.rank.is_null() | t.meta.path("tag").text().eq("a"))
        .filter(|t| !t.id.eq(7))
        .order(|t| t.rank.desc().nulls_first())
        .all()
        .await;
    assert_eq!(titles(&rows.expect("rows")), ["rust async", "rust book"]);
    let rows = rust()
        .order(|t| t.meta.path("tag").text().desc().nulls_last())
        .limit(2)
        .all()
        .await;
    assert_eq!(titles(&rows.expect("rows")), ["rust async", "rust book"]);
    let rows = rust()
        .filter(|t| t.id.in_([1, 9_007_199_254_740_993]))
        .order(|t| t.id.asc())
        .all()
        .await;
    assert_eq!(titles(&rows.expect("rows")), ["rust book", "rust big"]);
}

#[tokio::test]
async fn a_column_named_like_an_argument_is_still_a_column() {
    let space = functions().await;
    let db = space.admin().database();
    let rows = db
        .call(Claim { rank: 2 })
        .filter(|t| t.rank.le(2))
        .all()
        .await
        .expect("rows");
    assert_eq!(rows.iter().map(|row| row.rank).collect::<Vec<_>>(), [Some(2)]);
    #[derive(Table, Debug)]
    #[table(name = "squares", view)]
    struct N {
        i: i32,
    }
    /// Its filter `i` could be taken for an argument of a GET.
    #[derive(Rpc)]
    #[rpc(name = "squares", returns = SetOf<N>, stable)]
    struct Get {
        n: i32,
    }
    let rows = db
        .call(Get { n: 5 })
        .filter(|t| t.i.gt(3))
        .all()
        .await
        .expect("rows");
    assert_eq!(rows.len(), 2);
}

#[tokio::test]
async fn rows_embed_their_relations() {
    let space = functions().await;
    let db = space.admin().database();
    let cards = db
        .call(Search::of("rust"))
        .select::<Card>()
        .embed(|e| e.notes, |n| n.order(|n| n.id.desc()).limit(1))
        .order(|t| t.id.asc())
        .all()
        .await
        .expect("cards");
    let card = &cards[0];
    assert_eq!((card.title.as_str(), card.count), ("rust book", 2));
    assert_eq!(card.owner.as_ref().expect("an owner").name, "Ann");
    assert_eq!(
        card.notes.iter().map(|n| n.body.as_str()).collect::<Vec<_>>(),
        ["second"]
    );
    assert!(cards[2].owner.is_none() && cards[2].notes.is_empty());
}

#[tokio::test]
async fn rows_are_chosen_and_ordered_by_what_they_are_related_to() {
    let space = functions().await;
    let db = space.admin().database();
    let all = || db.call(Search::of("")).select::<Title>();
    let rows = all()
        .filter(|t| t.notes.any(|n| n.body.eq("third")) | t.owner.any(|o| o.name.eq("Bob")))
        .order(|t| t.id.asc())
        .all()
        .await;
    assert_eq!(titles(&rows.expect("rows")), ["rust async", "go tour"]);
    let rows = all()
        .filter(|t| t.owner.exists())
        .order(|t| (t.owner.order_by(|o| o.name.desc()), t.id.desc()))
        .all()
        .await;
    assert_eq!(
        titles(&rows.expect("rows")),
        ["rust async", "go tour", "rust book"]
    );
}

#[tokio::test]
async fn every_terminal_of_a_query_works_on_a_stable_function() {
    let space = functions().await;
    let db = space.admin().database();
    let rust = || db.call(Search::of("rust"));
    assert_eq!(rust().count().await.expect("a count"), 3);
    assert_eq!(rust().filter(|t| t.rank.gt(2)).count().await.expect("a count"), 1);
    assert!(rust().filter(|t| t.rank.gt(2)).exists().await.expect("an answer"));
    assert!(!rust().filter(|t| t.rank.gt(9)).exists().await.expect("an answer"));
    let page = rust()
        .order(|t| t.id.asc())
        .offset(1)
        .limit(1)
        .page()
        .await
        .expect("a page");
    assert_eq!(
        (page.rows[0].id, page.total, page.has_more()),
        (2, Some(3), Some(true))
    );
    assert_eq!(rust().by_key(1).one().await.expect("a row").title, "rust book");
    assert_eq!(rust().by_key(3).maybe_one().await.expect("no row"), None);
    assert_eq!(
        rust().one().await.expect_err("three").kind(),
        insforge::ErrorKind::RowCount
    );
    assert!(
        rust()
            .order(|t| t.id.desc())
            .first()
            .await
            .expect("a row")
            .is_some()
    );
    let page = rust()
        .keyset(|t| t.rank.desc())
        .page(None, 2)
        .await
        .expect("a page");
    assert_eq!(page.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [2, 1]);
    let next = rust()
        .keyset(|t| t.rank.desc())
        .page(page.next, 2)
        .await
        .expect("a page");
    assert_eq!(next.rows[0].id, 9_007_199_254_740_993);
    assert!(next.next.is_none());
    let limited = db.call(Search { q: "", lim: Some(2) }).all().await.expect("rows");
    assert_eq!(limited.len(), 2);
    let squares = db
        .call(Squares { n: 3 })
        .filter(|s| s.sq.gt(1))
        .order(|s| s.sq.desc())
        .all()
        .await;
    assert_eq!(
        squares.expect("rows"),
        [Square { i: 3, sq: 9 }, Square { i: 2, sq: 4 }]
    );
    let csv = rust()
        .select::<Title>()
        .filter(|t| t.title.eq("rust book"))
        .csv()
        .await
        .expect("csv");
    assert_eq!(csv, "title\n\"rust book\"");
}

#[derive(Projection, Debug)]
#[projection(Todo)]
struct Mixed {
    title: String,
    rank: Option<i32>,
    #[proj(column = id)]
    aaa: i64,
}

#[tokio::test]
async fn csv_has_its_columns_under_the_right_names() {
    let space = functions().await;
    let db = space.admin().database();
    let csv = db.call(Search::of("go")).select::<Mixed>().csv().await;
    assert_eq!(csv.expect("csv"), "title,rank,aaa\n\"go tour\",1,3");
}

#[tokio::test]
async fn a_function_that_writes_is_called_once_a_terminal() {
    let space = functions().await;
    let db = space.admin().database();
    let claim = || db.call(Claim { rank: 1 });
    assert_eq!(claim().count().await.expect("a count"), 3);
    assert!(claim().filter(|t| t.id.eq(3)).exists().await.expect("an answer"));
    let page = claim()
        .order(|t| t.id.asc())
        .limit(2)
        .page()
        .await
        .expect("a page");
    assert_eq!((page.rows.len(), page.total), (2, Some(3)));
    assert_eq!(db.call(CallsSoFar).one().await.expect("a count"), 3);
}
