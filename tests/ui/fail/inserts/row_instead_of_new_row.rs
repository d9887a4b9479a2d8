//! `Todo` cannot be inserted
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    title: String,
}

fn case(db: &Database, todo: Todo) {
    let _ = db.insert(todo);
}

fn main() {}
