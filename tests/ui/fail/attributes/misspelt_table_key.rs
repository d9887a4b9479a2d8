//! `#[table(..)]` has no `uniqe`: did you mean `unique`?
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", uniqe(id))]
struct Todo {
    id: i64,
}

fn main() {}
