//! `Card`: a projection is of one table
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
#[projection(Todo)]
struct Card {
    id: i64,
}

fn main() {}
