//! `&str` cannot be compared with a column of type `Vec<String>`
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    tags: Vec<String>,
}

fn case(db: &Database) {
    let _ = db.from::<Todo>().filter(|t| t.tags.contains_all("a"));
}

fn main() {}
