//! Related rows: embedded, counted, narrowed, and as conditions.

mod conditions;
mod embeds;
mod hidden;
mod keys;
mod nesting;
mod scopes;
mod spreads;
mod writes;

use std::time::{Duration, Instant};

use insforge::prelude::*;
use insforge_tests::{Backend, Space};

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "authors", unique(handle))]
#[relation(written: many Book via Book.author_id)]
#[relation(edited: many Book via Book.editor_id)]
pub(crate) struct Author {
    #[column(pk)]
    pub id: i64,
    pub handle: String,
    pub name: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "books")]
#[relation(author: one Author via author_id)]
#[relation(editor: one Author via editor_id, constraint = "books_editor_fkey")]
#[relation(owner: one Author via owner_handle, key = handle)]
#[relation(reviews: many Review via Review.book_id)]
#[relation(cover: one Cover via Cover.book_id)]
#[relation(tags: many Tag through BookTag)]
pub(crate) struct Book {
    #[column(pk)]
    pub id: i64,
    pub title: String,
    pub author_id: i64,
    pub editor_id: Option<i64>,
    pub owner_handle: Option<String>,
    #[column(default)]
    pub meta: Json<serde_json::Value>,
    #[column(name = "order")]
    pub position: i32,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "covers")]
pub(crate) struct Cover {
    #[column(pk)]
    pub book_id: i64,
    pub file: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "reviews")]
#[relation(book: one Book via book_id)]
#[relation(votes: many Vote via Vote.review_id)]
pub(crate) struct Review {
    #[column(pk)]
    pub id: i64,
    pub book_id: i64,
    pub stars: i32,
    pub body: Option<String>,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "votes")]
pub(crate) struct Vote {
    #[column(pk)]
    pub id: i64,
    pub review_id: i64,
    pub up: bool,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "tags")]
#[relation(books: many Book through BookTag)]
pub(crate) struct Tag {
    #[column(pk)]
    pub id: i64,
    pub name: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "book_tags")]
pub(crate) struct BookTag {
    #[column(pk)]
    pub book_id: i64,
    #[column(pk)]
    pub tag_id: i64,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "categories")]
#[relation(parent: one Category via parent_id)]
#[relation(children: many Self via Self.parent_id)]
pub(crate) struct Category {
    #[column(pk)]
    pub id: i64,
    pub name: String,
    pub parent_id: Option<i64>,
}

const LIBRARY: &str = r#"
    create table {s}.authors (id bigint primary key, handle text not null unique, name text not null);
    create table {s}.books (
        id bigint primary key,
        title text not null,
        author_id bigint not null references {s}.authors,
        editor_id bigint constraint books_editor_fkey references {s}.authors,
        owner_handle text references {s}.authors (handle),
        meta jsonb not null default '{}',
        "order" int not null
    );
    create table {s}.covers (book_id bigint primary key references {s}.books, file text not null);
    create table {s}.reviews (
        id bigint primary key, book_id bigint not null references {s}.books, stars int not null, body text
    );
    create table {s}.votes (
        id bigint primary key, review_id bigint not null references {s}.reviews, up boolean not null
    );
    create table {s}.tags (id bigint primary key, name text not null);
    create table {s}.book_tags (
        book_id bigint references {s}.books, tag_id bigint references {s}.tags, primary key (book_id, tag_id)
    );
    create table {s}.categories (
        id bigint primary key, name text not null, parent_id bigint references {s}.categories
    );
    insert into {s}.authors values (1, 'ann', 'Ann'), (2, 'bob', 'Bob'), (3, 'cid', 'Cid');
    insert into {s}.books values
        (1, 'Ash', 1, 2, 'cid', '{"ui": {"color": "red", "n": [1, 2, 3]}}', 30),
        (2, 'Birch', 1, null, null, '{}', 20),
        (3, 'Cedar', 2, 1, null, '{"ui": {"color": "green"}}', 10);
    insert into {s}.covers values (1, 'ash.png');
    insert into {s}.reviews values (1, 1, 5, 'great'), (2, 1, 2, null), (3, 1, 4, 'good'), (4, 2, 1, 'bad');
    insert into {s}.votes values (1, 1, true), (2, 1, false), (3, 3, true), (4, 4, false);
    insert into {s}.tags values (1, 'tree'), (2, 'red, (dark)'), (3, 'unused');
    insert into {s}.book_tags values (1, 1), (1, 2), (2, 1);
    insert into {s}.categories values (1, 'root', null), (2, 'left', 1), (3, 'right', 1), (4, 'leaf', 2);
"#;

/// Three books by two of three authors, with what belongs to them.
async fn library() -> Space {
    let space = Backend::connect().await.space(LIBRARY).await;
    // PostgREST answers for a new schema before it knows the foreign keys in it.
    let start = Instant::now();
    while let Err(error) = related(&space).await {
        assert!(start.elapsed() < PATIENCE, "the keys do not appear: {error:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    space
}

/// How long PostgREST may take to see new foreign keys.
const PATIENCE: Duration = Duration::from_secs(20);

async fn related(space: &Space) -> insforge::Result<bool> {
    let db = space.admin().database();
    db.from::<Book>().filter(|b| b.tags.exists()).exists().await
}
