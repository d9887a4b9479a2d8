//! equality is not available on a column of SQL type `JsonText`
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(sql = "json")]
    meta: serde_json::Value,
}

fn case(db: &Database) {
    let _ = db.from::<Todo>().filter(|t| t.meta.eq(serde_json::json!(1)));
}

fn main() {}
