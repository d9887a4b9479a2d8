//! Columns, relations and metadata are constants.

use insforge::prelude::*;
use insforge::schema::{Col, ColumnMeta, NotNull, Rel, Text, ToMany};

#[derive(Table, Debug, Clone)]
#[table(name = "pages")]
#[relation(links: many Page via Page.parent)]
pub struct Page {
    #[column(pk)]
    pub id: i32,
    pub title: String,
    pub parent: Option<i32>,
}

const TITLE: Col<Page, String, NotNull, Text> = Page::COLS.title;
static LINKS: Rel<Page, Page, ToMany> = Page::COLS.links;
const FIRST: &ColumnMeta = &Page::META.columns[0];
const COUNT: usize = Page::META.columns.len();
static NAMES: [&str; 2] = [Page::COLS.id.name(), TITLE.name()];

struct Sorted<const DESCENDING: bool>;

impl<const DESCENDING: bool> Sorted<DESCENDING> {
    const COLUMN: Col<Page, String, NotNull, Text> = TITLE;
}

#[test]
fn they_are_known_at_compile_time() {
    assert_eq!((FIRST.name, COUNT, NAMES), ("id", 3, ["id", "title"]));
    let _ = LINKS.exists() & Sorted::<true>::COLUMN.eq("x");
}
