//! an insert has no generic parameters but lifetimes

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
struct Create<S> {
    title: S,
    rank: i32,
}

fn main() {}
