//! `Todo`: a junction table is named by itself and not by a constraint
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
#[relation(owners: many Profile through TodoProfile, constraint = "fk")]
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
