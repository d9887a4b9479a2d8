//! `Todo` has no primary key to look rows up by
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    title: String,
}

fn case(db: &Database) {
    let _ = db.from::<Todo>().by_key(7);
}

fn main() {}
