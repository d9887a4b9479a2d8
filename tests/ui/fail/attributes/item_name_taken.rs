//! `Todo` is taken: choose another name
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", insert = Todo)]
struct Todo {
    id: i64,
}

fn main() {}
