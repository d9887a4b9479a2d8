//! no field `parent`: did you mean `parent_id`?

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
#[relation(parent: one Todo via parent)]
struct Todo {
    #[column(pk)]
    id: i64,
    parent_id: Option<i64>,
}

fn main() {}
