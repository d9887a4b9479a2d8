//! expected `NewTodo`, found `NewComment`
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

fn case(db: &Database, todo: NewTodo, comment: NewComment) {
    let _ = db.insert_many([todo, comment]);
}

fn main() {}
