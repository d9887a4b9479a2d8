//! Embeds in embeds, two keys between two tables, and a table that refers to itself.

use insforge::prelude::*;

use super::{Author, Book, Category, Review, library};

#[derive(Projection, Debug, PartialEq)]
#[projection(Review)]
struct Line {
    stars: i32,
    body: Option<String>,
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Author)]
struct Shelf {
    name: String,
    #[proj(embed = written)]
    written: Vec<Volume>,
    #[proj(embed = edited)]
    edited: Vec<Title>,
    #[proj(count = edited)]
    edits: i64,
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Book)]
struct Volume {
    title: String,
    #[proj(embed = reviews)]
    reviews: Vec<Line>,
    #[proj(count = tags)]
    tags: i64,
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Book)]
struct Title {
    title: String,
}

#[tokio::test]
async fn embeds_nest_and_two_keys_to_one_table_stay_apart() {
    let space = library().await;
    let shelves = space
        .admin()
        .database()
        .from::<Author>()
        .select::<Shelf>()
        .embed(
            |e| e.written,
            |w| {
                w.order(|b| b.title.desc()).embed(
                    |e| e.reviews,
                    |r| r.filter(|r| r.stars.ge(4)).order(|r| r.stars.asc()),
                )
            },
        )
        .order(|a| a.id.asc())
        .all()
        .await
        .expect("shelves");
    let line = |stars, body: &str| Line {
        stars,
        body: Some(body.into()),
    };
    let title = |title: &str| Title { title: title.into() };
    let volume = |title: &str, reviews, tags| Volume {
        title: title.into(),
        reviews,
        tags,
    };
    let shelf = |name: &str, written, edited: Vec<Title>| Shelf {
        name: name.into(),
        written,
        edits: i64::try_from(edited.len()).expect("a small number"),
        edited,
    };
    assert_eq!(
        shelves,
        [
            shelf(
                "Ann",
                vec![
                    volume("Birch", vec![], 1),
                    volume("Ash", vec![line(4, "good"), line(5, "great")], 2),
                ],
                vec![title("Cedar")],
            ),
            shelf("Bob", vec![volume("Cedar", vec![], 0)], vec![title("Ash")]),
            shelf("Cid", vec![], vec![]),
        ]
    );
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Category)]
struct Node {
    name: String,
    #[proj(embed = parent)]
    parent: Option<Above>,
    #[proj(embed = children)]
    children: Vec<Below>,
    #[proj(count = children)]
    count: i64,
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Category)]
struct Above {
    name: String,
    #[proj(embed = parent)]
    parent: Option<Below>,
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Category)]
struct Below {
    name: String,
}

#[tokio::test]
async fn a_table_that_refers_to_itself_goes_both_ways() {
    let space = library().await;
    let nodes = space
        .admin()
        .database()
        .from::<Category>()
        .select::<Node>()
        .embed(|e| e.children, |c| c.order(|c| c.name.asc()))
        .order(|c| c.id.asc())
        .all()
        .await
        .expect("nodes");
    let below = |name: &str| Below { name: name.into() };
    let above = |name: &str, parent: Option<&str>| {
        Some(Above {
            name: name.into(),
            parent: parent.map(below),
        })
    };
    let node = |name: &str, parent, children: &[&str]| Node {
        name: name.into(),
        parent,
        children: children.iter().map(|name| below(name)).collect(),
        count: i64::try_from(children.len()).expect("a small number"),
    };
    assert_eq!(
        nodes,
        [
            node("root", None, &["left", "right"]),
            node("left", above("root", None), &["leaf"]),
            node("right", above("root", None), &[]),
            node("leaf", above("left", Some("root")), &[]),
        ]
    );
}
