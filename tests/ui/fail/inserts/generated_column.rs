//! struct `NewTodo` has no field named `words`
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    title: String,
    #[column(generated)]
    words: i32,
}

fn case(title: String) -> NewTodo {
    NewTodo { title, words: 2 }
}

fn main() {}
