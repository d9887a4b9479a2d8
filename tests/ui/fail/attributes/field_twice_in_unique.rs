//! `Todo`: `value` is in this constraint already
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", unique(value, value))]
struct Todo {
    #[column(pk)]
    value: i64,
}

fn main() {}
