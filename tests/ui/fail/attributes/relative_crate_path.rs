//! `crate` takes an absolute path in quotes
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", crate = "facade")]
struct Todo {
    id: i64,
}

fn main() {}
