//! `Todo`: a foreign key of several columns is named by its constraint
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
#[relation(owner: one Profile via (id, owner_id))]
struct Todo {
    #[column(pk)]
    id: i64,
    owner_id: i64,
}

#[derive(Table)]
#[table(name = "profiles")]
struct Profile {
    #[column(pk)]
    id: i64,
    todo_id: i64,
}

fn main() {}
