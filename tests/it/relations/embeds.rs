//! Projections: columns renamed and cast, JSON paths, embedded rows and their number.

use insforge::prelude::*;

use super::{Author, Book, Review, Tag, library};

#[derive(Projection, Debug, PartialEq)]
#[projection(Author)]
struct Name {
    name: String,
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Tag)]
struct TagName {
    name: String,
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Review)]
struct Line {
    stars: i32,
    body: Option<String>,
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Book)]
struct Card {
    id: i64,
    #[proj(column = title)]
    heading: String,
    position: i32,
    #[proj(column = position, cast = "text")]
    position_text: String,
    #[proj(path = meta->"ui"->>"color")]
    color: Option<String>,
    #[proj(path = meta->"ui"->"n"->-1)]
    last: Option<i64>,
    #[proj(path = meta->"ui"->"n"->>0, cast = "int4")]
    first: Option<i32>,
    #[proj(embed = author)]
    author: Option<Name>,
    #[proj(embed = editor)]
    editor: Option<Name>,
    #[proj(embed = owner)]
    owner: Option<Author>,
    #[proj(embed = cover)]
    cover: Option<super::Cover>,
    #[proj(embed = reviews)]
    reviews: Vec<Line>,
    #[proj(count = reviews)]
    review_count: i64,
    #[proj(embed = tags)]
    tags: Vec<TagName>,
}

fn name(name: &str) -> Name {
    Name {
        name: name.to_owned(),
    }
}

#[tokio::test]
async fn a_projection_holds_columns_paths_related_rows_and_counts() {
    let space = library().await;
    let cards = space
        .admin()
        .database()
        .from::<Book>()
        .select::<Card>()
        .embed(|e| e.reviews, |r| r.order(|r| r.id.asc()))
        .embed(|e| e.tags, |t| t.order(|t| t.id.asc()))
        .order(|b| b.id.asc())
        .limit(2)
        .all()
        .await
        .expect("cards");
    let ash = Card {
        id: 1,
        heading: "Ash".into(),
        position: 30,
        position_text: "30".into(),
        color: Some("red".into()),
        last: Some(3),
        first: Some(1),
        author: Some(name("Ann")),
        editor: Some(name("Bob")),
        owner: Some(Author {
            id: 3,
            handle: "cid".into(),
            name: "Cid".into(),
        }),
        cover: Some(super::Cover {
            book_id: 1,
            file: "ash.png".into(),
        }),
        reviews: [(5, Some("great")), (2, None), (4, Some("good"))]
            .map(|(stars, body)| Line {
                stars,
                body: body.map(Into::into),
            })
            .into(),
        review_count: 3,
        tags: ["tree", "red, (dark)"]
            .map(|name| TagName { name: name.into() })
            .into(),
    };
    let birch = Card {
        id: 2,
        heading: "Birch".into(),
        position: 20,
        position_text: "20".into(),
        color: None,
        last: None,
        first: None,
        author: Some(name("Ann")),
        editor: None,
        owner: None,
        cover: None,
        reviews: vec![Line {
            stars: 1,
            body: Some("bad".into()),
        }],
        review_count: 1,
        tags: vec![TagName { name: "tree".into() }],
    };
    assert_eq!(cards, [ash, birch]);
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Book)]
struct Edited {
    title: String,
    #[proj(embed = editor, inner)]
    editor: Name,
    #[proj(embed = reviews, inner)]
    reviews: Vec<Line>,
}

#[tokio::test]
async fn an_inner_embed_leaves_rows_without_one_out() {
    let space = library().await;
    let db = space.admin().database();
    let rows = db.from::<Book>().select::<Edited>().all().await.expect("rows");
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].title.as_str(), &rows[0].editor), ("Ash", &name("Bob")));
    let rows = db
        .from::<Book>()
        .select::<Edited>()
        .embed(|e| e.reviews, |r| r.filter(|r| r.stars.lt(0)))
        .all()
        .await;
    assert_eq!(rows.expect("rows"), [], "the scope's condition is one on the row");
}

#[tokio::test]
async fn a_window_of_an_inner_embed_hides_rows_and_is_no_truncation() {
    let space = library().await;
    let rows = space
        .admin()
        .database()
        .from::<Book>()
        .select::<Edited>()
        .embed(|e| e.reviews, |r| r.order(|r| r.id.asc()).offset(7))
        .all()
        .await;
    assert_eq!(rows.expect("rows"), [], "counted, though not read");
}
