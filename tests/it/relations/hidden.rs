//! Row-level security hides the rows that a key points to.

use insforge::prelude::*;

use super::{Author, Book, library};

#[derive(Projection, Debug, PartialEq)]
#[projection(Author)]
struct Name {
    name: String,
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Book)]
struct Left {
    title: String,
    #[proj(embed = author)]
    author: Option<Name>,
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Book)]
struct Inner {
    title: String,
    #[proj(embed = author, inner)]
    author: Name,
}

#[tokio::test]
async fn a_hidden_row_is_none_though_its_key_is_not_null() {
    let space = library().await;
    space
        .sql(
            "alter table {s}.authors enable row level security; \
             create policy only_bob on {s}.authors for select using (name = 'Bob')",
        )
        .await;
    let db = space.anon().database();
    let left = db
        .from::<Book>()
        .select::<Left>()
        .order(|b| b.id.asc())
        .all()
        .await;
    let found: Vec<_> = left
        .expect("books")
        .into_iter()
        .map(|row| (row.title, row.author.map(|author| author.name)))
        .collect();
    assert_eq!(
        found,
        [
            ("Ash".into(), None),
            ("Birch".into(), None),
            ("Cedar".into(), Some("Bob".into()))
        ]
    );
    let inner = db.from::<Book>().select::<Inner>().all().await.expect("books");
    assert_eq!(inner.len(), 1, "the book goes with its author");
    assert_eq!(
        (inner[0].title.as_str(), inner[0].author.name.as_str()),
        ("Cedar", "Bob")
    );
    let hidden = db.from::<Book>().filter(|b| b.author.is_empty()).count().await;
    assert_eq!(hidden.expect("a count"), 2);
}
