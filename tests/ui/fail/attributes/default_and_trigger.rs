//! `Todo.value`: `default` and `filled_by` both make the column optional
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(default, filled_by = "stamp")]
    value: i64,
}

fn main() {}
