//! is not a tuple of columns of `Todo`

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
#[relation(owner: one Profile via owner_id)]
#[relation(people: many Profile via Profile.todo_id)]
struct Todo { #[column(pk)] id: i64, owner_id: i64 }
#[derive(Table)]
#[table(name = "profiles")]
struct Profile { #[column(pk)] id: i64, todo_id: i64, name: String }

fn read(db: insforge::Database) {
    let _ = db.from::<Todo>().select_columns(|t| t.id);
}

fn main() {}
