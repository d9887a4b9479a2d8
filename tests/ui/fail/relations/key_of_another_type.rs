//! a foreign key of type `String` cannot point to a key of type `i64`

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
#[relation(up: one Todo via parent)]
struct Todo {
    #[column(pk)]
    id: i64,
    parent: Option<String>,
}

fn main() {}
