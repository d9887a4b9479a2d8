//! name the table's struct first: `#[patch(Todo)]`

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
#[patch("todos")]
struct Edit {
    title: String,
}

fn main() {}
