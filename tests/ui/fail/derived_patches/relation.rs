//! a relation is no column and cannot be written

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
#[relation(parent: one Self via parent_id)]
struct Todo {
    #[column(pk, identity = always)]
    id: i64,
    parent_id: Option<i64>,
}

#[derive(Patch)]
#[patch(Todo)]
struct Edit {
    parent: i64,
}

fn main() {}
