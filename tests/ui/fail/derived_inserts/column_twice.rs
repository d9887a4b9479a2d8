//! the column `title` is written by the field `title` already: remove one

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
    #[insert(column = title)]
    heading: String,
    rank: i32,
}

fn main() {}
