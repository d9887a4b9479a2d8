//! `TodoId` cannot be compared with a column of type `OwnerId`
use insforge::Database;
use insforge::prelude::*;

#[derive(PgValue)]
struct OwnerId(i64);

#[derive(PgValue)]
struct TodoId(i64);

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    owner_id: OwnerId,
}

fn case(db: &Database) {
    let _ = db.from::<Todo>().filter(|t| t.owner_id.eq(TodoId(1)));
}

fn main() {}
