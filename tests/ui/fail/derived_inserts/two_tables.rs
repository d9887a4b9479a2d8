//! an insert is of one table: remove one attribute

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(pk, identity = always)]
    id: i64,
    title: String,
    rank: i32,
    body: Option<String>,
}

#[derive(Insert)]
#[insert(Todo)]
#[insert(Todo)]
struct Create {
    title: String,
    rank: i32,
}

fn main() {}
