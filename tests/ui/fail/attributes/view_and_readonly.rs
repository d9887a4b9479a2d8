//! `Todo`: a view is read-only already
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", view, readonly)]
struct Todo {
    #[column(pk)]
    value: i64,
}

fn main() {}
