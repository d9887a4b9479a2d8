//! name the constraint's fields: `unique(owner_id, title)`
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", unique())]
struct Todo {
    id: i64,
}

fn main() {}
