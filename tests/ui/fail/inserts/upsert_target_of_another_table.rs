//! expected `Unique<Todo>`, found `Unique<Comment>`
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "comments")]
struct Comment {
    #[column(pk)]
    id: i64,
}

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(pk)]
    id: i64,
}

fn case(db: &Database, todo: NewTodo, other: &'static CommentUnique) {
    let _ = db.upsert(todo).on_conflict(|_| other.primary_key);
}

fn main() {}
