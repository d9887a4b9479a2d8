//! `Todo`: a view has no unique constraints
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", view, unique(value))]
struct Todo {
    #[column(pk)]
    value: i64,
}

fn main() {}
