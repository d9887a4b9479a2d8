//! `insforge::Set<Option<String>>` can write NULL, and this column is declared NOT NULL

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
#[patch(Todo)]
struct Edit {
    title: Set<Option<String>>,
}

fn main() {}
