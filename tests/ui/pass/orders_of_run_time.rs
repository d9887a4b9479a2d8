//! An order that a request chooses: a vector of terms, an array, a tuple, nothing.

use insforge::prelude::*;
use insforge::query::Order;
use insforge::{Database, Query};

#[derive(Table, Debug, Clone)]
#[table(name = "songs")]
pub struct Song {
    #[column(pk)]
    pub id: i64,
    pub title: String,
    pub plays: Option<i64>,
    pub released: Date,
}

fn parse(sort: &str) -> Vec<Order<Song>> {
    sort.split(',')
        .filter_map(|term| {
            let (name, descending) = match term.strip_prefix('-') {
                Some(name) => (name, true),
                None => (term, false),
            };
            let s = Song::COLS;
            Some(match (name, descending) {
                ("title", false) => s.title.asc(),
                ("title", true) => s.title.desc(),
                ("plays", false) => s.plays.asc().nulls_first(),
                ("plays", true) => s.plays.desc().nulls_last(),
                _ => return None,
            })
        })
        .collect()
}

fn songs(db: &Database, sort: Option<&str>) -> Query<Song> {
    let query = db.from::<Song>();
    match sort {
        Some(sort) => query.order(|_| parse(sort)).order(|s| s.id.asc()),
        None => query.order(|s| [s.released.desc(), s.plays.desc(), s.id.asc()]),
    }
}

#[test]
fn unknown_names_are_passed_over() {
    assert_eq!(parse("title,-plays,nothing").len(), 2);
}
