//! a column of type `String` cannot be read into `i64`

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
    title: i64,
}

fn main() {}
