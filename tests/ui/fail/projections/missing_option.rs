//! this column can be NULL, which `String` cannot hold

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(pk)]
    id: i64,
    title: String,
    body: Option<String>,
}

#[derive(Projection)]
#[projection(Todo)]
struct Card {
    body: String,
}

fn main() {}
