//! `Create` does not say which table it adds to: add `#[insert(Table)]`

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
struct Create {
    title: String,
    rank: i32,
}

fn main() {}
