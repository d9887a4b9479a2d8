//! a table's name cannot hold control characters
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos\n")]
struct Todo {
    id: i64,
}

fn main() {}
