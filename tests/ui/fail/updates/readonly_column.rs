//! this column cannot be assigned: it is an identity, generated or read-only column
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(readonly)]
    created_at: Timestamp,
}

fn case(db: &Database, now: Timestamp) {
    let _ = db.update::<Todo>().set(|t| t.created_at.to(now));
}

fn main() {}
