//! a view is read-only: remove `insert`
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", view, insert = MakeTodo)]
struct Todo {
    id: i64,
}

fn main() {}
