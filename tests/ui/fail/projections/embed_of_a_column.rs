//! this is a column, and `embed`, `count` and `spread` take a relation

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
#[relation(owner: one Profile via owner_id)]
#[relation(people: many Profile via Profile.todo_id)]
struct Todo { #[column(pk)] id: i64, owner_id: i64 }
#[derive(Table)]
#[table(name = "profiles")]
struct Profile { #[column(pk)] id: i64, todo_id: i64, name: String }

#[derive(Projection)]
#[projection(Todo)]
struct Card {
    #[proj(embed = owner_id)]
    owner: Option<Profile>,
}

fn main() {}
