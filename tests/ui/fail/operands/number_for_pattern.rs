//! AsRef<str>
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    title: String,
}

fn case(db: &Database) {
    let _ = db.from::<Todo>().filter(|t| t.title.like(5));
}

fn main() {}
