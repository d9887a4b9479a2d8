//! write `insert = Name` for another name, or `insert = false` for none
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", insert = "MakeTodo")]
struct Todo {
    id: i64,
}

fn main() {}
