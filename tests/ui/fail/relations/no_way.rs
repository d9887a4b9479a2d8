//! `Todo`: say how `Profile` is reached: `via` a foreign key
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
#[relation(owner: one Profile)]
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
