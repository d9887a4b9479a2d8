//! `Card.value`: steps are joined by `->`
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
    #[proj(path = id."a")]
    value: i64,
}

fn main() {}
