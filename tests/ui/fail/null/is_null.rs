//! `is_null` and its kin need a nullable column, but this column is declared NOT NULL
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    title: String,
}

fn case(db: &Database) {
    let _ = db.from::<Todo>().filter(|t| t.title.is_null());
}

fn main() {}
