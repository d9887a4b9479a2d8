//! write `column = title`, with the table's field

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
    #[insert(column = "title")]
    heading: String,
    rank: i32,
}

fn main() {}
