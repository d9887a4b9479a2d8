//! Filters and queries are values of one type, whatever they hold.

use insforge::prelude::*;
use insforge::{Database, Query};

#[derive(Table, Debug)]
#[table(name = "todos")]
pub struct Todo {
    #[column(pk, identity = always)]
    pub id: i64,
    pub title: String,
    #[column(default)]
    pub done: bool,
}

#[derive(Debug, Default)]
pub struct Search {
    pub words: Vec<String>,
    pub done: Option<bool>,
    pub newest_first: bool,
}

pub fn filter(search: &Search) -> Filter<Todo> {
    let words = search.words.iter().map(|word| Todo::COLS.title.icontains(word));
    let mut filter = Filter::all(words);
    if let Some(done) = search.done {
        filter = filter & Todo::COLS.done.eq(done);
    }
    filter
}

pub fn query(db: &Database, search: &Search) -> Query<Todo> {
    let query = db
        .from::<Todo>()
        .filter(|_| filter(search))
        .filter_opt(search.done, |t, done| t.done.eq(done));
    if search.newest_first {
        query.order(|t| (t.id.desc(), t.title.asc()))
    } else {
        query
    }
}

#[test]
fn a_filter_of_nothing_is_a_filter() {
    let _ = filter(&Search::default());
}
