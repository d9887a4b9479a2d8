//! a skipped field writes no column: remove `skip` or `column = title`

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
    #[insert(skip, column = title)]
    heading: String,
    title: String,
    rank: i32,
}

fn main() {}
