//! `Card.value`: a cast is the plain name of an SQL type
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
#[relation(parent: one Todo via parent_id)]
struct Todo {
    #[column(pk)]
    id: i64,
    parent_id: Option<i64>,
}

#[derive(Projection)]
#[projection(Todo)]
struct Card {
    #[proj(column = id, cast = "varchar(3)")]
    value: String,
}

fn main() {}
