//! `Order<Comment>` is not an order of rows of `Todo`
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
    let _ = db.from::<Todo>().order(|_| Comment::COLS.text.asc());
}

fn main() {}
