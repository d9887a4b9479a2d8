//! `Todo`: write `constraint = "name_of_the_foreign_key"`
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
#[relation(owner: one Profile via owner_id, constraint = fk_owner)]
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
