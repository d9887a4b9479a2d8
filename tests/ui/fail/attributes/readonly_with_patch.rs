//! the table is `readonly`: remove `patch` or `readonly`
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", readonly, patch = Change)]
struct Todo {
    id: i64,
}

fn main() {}
