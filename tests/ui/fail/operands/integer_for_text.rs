//! `{integer}` cannot be compared with a column of type `String`
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    title: String,
}

fn case(db: &Database) {
    let _ = db.from::<Todo>().filter(|t| t.title.eq(1));
}

fn main() {}
