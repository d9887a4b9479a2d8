//! `Card.value`: related rows have no cast
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
    #[proj(embed = parent, cast = "text")]
    value: Option<Todo>,
}

fn main() {}
