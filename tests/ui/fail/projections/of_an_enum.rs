//! `Card` is an enum: a projection is a struct
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
enum Card {
    Id(i64),
}

fn main() {}
