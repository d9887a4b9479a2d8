//! `insforge::Set<Option<i32>>` can write NULL, and this column is declared NOT NULL

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
struct Create {
    title: String,
    rank: Set<Option<i32>>,
}

fn main() {}
