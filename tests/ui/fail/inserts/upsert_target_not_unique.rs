//! no field `title` on type
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(pk)]
    id: i64,
    title: String,
}

fn case(db: &Database, todo: NewTodo) {
    let _ = db.upsert(todo).on_conflict(|u| u.title);
}

fn main() {}
