//! order comparisons are not available on a column of SQL type `Jsonb`
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    meta: serde_json::Value,
}

fn case(db: &Database) {
    let _ = db.from::<Todo>().order(|t| t.meta.asc());
}

fn main() {}
