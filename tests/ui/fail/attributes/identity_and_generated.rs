//! `Todo.value`: a column is an identity or generated, not both
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(identity = always, generated)]
    value: i64,
}

fn main() {}
