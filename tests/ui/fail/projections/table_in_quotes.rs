//! `Card`: name the table's struct first
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
#[projection("todos")]
struct Card {
    id: i64,
}

fn main() {}
