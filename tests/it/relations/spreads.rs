//! Columns of one related row, read beside the row's own.

use insforge::prelude::*;

use super::{Author, Book, Category, Review, library};

/// Two columns that the book has as well, one of them under another name.
#[derive(Projection, Debug, PartialEq)]
#[projection(Author)]
struct Flat {
    id: i64,
    #[proj(column = name)]
    title: String,
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Book)]
struct Row {
    id: i64,
    title: String,
    #[proj(spread = author)]
    author: Option<Flat>,
    #[proj(spread = editor)]
    editor: Option<Flat>,
    #[proj(spread = cover, column = file)]
    cover_file: Option<String>,
    #[proj(spread = editor, column = id)]
    editor_key: Option<i64>,
    #[proj(spread = editor, column = handle)]
    editor_handle: Option<String>,
}

fn flat(id: i64, title: &str) -> Flat {
    Flat {
        id,
        title: title.into(),
    }
}

#[tokio::test]
async fn a_spread_takes_columns_of_the_related_row_and_none_where_there_is_no_row() {
    let space = library().await;
    let rows = space
        .admin()
        .database()
        .from::<Book>()
        .select::<Row>()
        .filter(|b| b.reviews.exists())
        .order(|b| b.id.asc())
        .all()
        .await
        .expect("rows");
    let ash = Row {
        id: 1,
        title: "Ash".into(),
        author: Some(flat(1, "Ann")),
        editor: Some(flat(2, "Bob")),
        cover_file: Some("ash.png".into()),
        editor_key: Some(2),
        editor_handle: Some("bob".into()),
    };
    let birch = Row {
        id: 2,
        title: "Birch".into(),
        author: Some(flat(1, "Ann")),
        editor: None,
        cover_file: None,
        editor_key: None,
        editor_handle: None,
    };
    assert_eq!(rows, [ash, birch]);
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Book)]
struct Edited {
    title: String,
    #[proj(spread = editor, inner)]
    editor: Flat,
    #[proj(spread = author, column = name, inner)]
    author_name: String,
}

#[tokio::test]
async fn an_inner_spread_leaves_rows_without_one_out() {
    let space = library().await;
    let rows = space
        .admin()
        .database()
        .from::<Book>()
        .select::<Edited>()
        .order(|b| b.id.asc())
        .all()
        .await
        .expect("rows");
    let found: Vec<_> = rows
        .iter()
        .map(|row| (row.title.as_str(), row.editor.id, row.author_name.as_str()))
        .collect();
    assert_eq!(found, [("Ash", 2, "Ann"), ("Cedar", 1, "Bob")]);
}

/// A spread within a spread, and embeds within one.
#[derive(Projection, Debug, PartialEq)]
#[projection(Review)]
struct Deep {
    id: i64,
    #[proj(spread = book)]
    book: Option<BookFlat>,
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Book)]
struct BookFlat {
    id: i64,
    #[proj(path = meta->"ui"->>"color")]
    color: Option<String>,
    #[proj(spread = author)]
    author: Option<Flat>,
    #[proj(embed = author)]
    again: Option<Flat>,
}

#[tokio::test]
async fn spreads_nest_and_hold_paths_and_embeds() {
    let space = library().await;
    let rows = space
        .admin()
        .database()
        .from::<Review>()
        .select::<Deep>()
        .filter(|r| r.id.in_([1, 4]))
        .order(|r| r.id.asc())
        .all()
        .await
        .expect("rows");
    let deep = |id, book, color: Option<&str>| Deep {
        id,
        book: Some(BookFlat {
            id: book,
            color: color.map(Into::into),
            author: Some(flat(1, "Ann")),
            again: Some(flat(1, "Ann")),
        }),
    };
    assert_eq!(rows, [deep(1, 1, Some("red")), deep(4, 2, None)]);
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Category)]
struct WithParent {
    name: String,
    #[proj(spread = parent, column = name)]
    parent: Option<String>,
}

#[tokio::test]
async fn a_table_that_refers_to_itself_is_spread() {
    let space = library().await;
    let rows = space
        .admin()
        .database()
        .from::<Category>()
        .select::<WithParent>()
        .order(|c| c.id.asc())
        .all()
        .await
        .expect("rows");
    let found: Vec<_> = rows
        .iter()
        .map(|row| (row.name.as_str(), row.parent.as_deref()))
        .collect();
    assert_eq!(
        found,
        [
            ("root", None),
            ("left", Some("root")),
            ("right", Some("root")),
            ("leaf", Some("left"))
        ]
    );
}

#[tokio::test]
async fn a_spread_comes_with_written_rows_too() {
    let space = library().await;
    let row = space
        .admin()
        .database()
        .update::<Book>()
        .set(|b| b.title.to("Aspen"))
        .by_key(1)
        .returning_one::<Row>()
        .await
        .expect("a row");
    assert_eq!((row.title.as_str(), row.author), ("Aspen", Some(flat(1, "Ann"))));
}
