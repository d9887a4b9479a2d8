//! this column cannot be assigned: it is an identity, generated or read-only column
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(pk, identity = always)]
    id: i64,
}

fn case(db: &Database) {
    let _ = db.update::<Todo>().set(|t| t.id.to(7));
}

fn main() {}
