//! `Edit` does not say which table it changes: add `#[patch(Table)]`

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

#[derive(Patch)]
struct Edit {
    title: String,
}

fn main() {}
