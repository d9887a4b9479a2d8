//! `&str` cannot be stored in a column of type `i32`
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(default)]
    rank: i32,
}

fn case() {
    let _ = NewTodo {}.rank("first");
}

fn main() {}
