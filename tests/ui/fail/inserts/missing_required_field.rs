//! missing fields `owner` and `title` in initializer of `NewTodo`
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    title: String,
    owner: i64,
    body: Option<String>,
    rank: i32,
}

fn case() -> NewTodo {
    NewTodo { rank: 1 }
}

fn main() {}
