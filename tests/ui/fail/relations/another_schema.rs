//! a relation stays in one schema: PostgREST finds no `Profile` in another one

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", schema = "app")]
#[relation(owner: one Profile via owner_id)]
struct Todo { #[column(pk)] id: i64, owner_id: i64 }
#[derive(Table)]
#[table(name = "profiles", schema = "people")]
struct Profile { #[column(pk)] id: i64 }

fn main() {}
