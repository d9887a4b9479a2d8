//! is not a condition on rows of `Todo`
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "comments")]
struct Comment {
    text: String,
}

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    title: String,
}

fn case(db: &Database) {
    let _ = db.from::<Todo>().filter(|t| t.title.eq("x") & Comment::COLS.text.eq("x"));
}

fn main() {}
