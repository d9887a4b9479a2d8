//! no field `titel` on type `&'static TodoCols`

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
    titel: String,
}

fn main() {}
