//! JSON paths are not available on a column of SQL type `insforge::schema::Text`

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
    #[proj(path = title->>"color")]
    color: Option<String>,
}

fn main() {}
