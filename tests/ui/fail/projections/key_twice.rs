//! `Card.value`: `column` is given twice: remove one
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
    #[proj(column = id, column = parent_id)]
    value: i64,
}

fn main() {}
