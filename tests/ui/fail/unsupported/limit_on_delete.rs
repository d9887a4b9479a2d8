//! no method named `limit` found for struct `insforge::query::Delete<T, R>` in the current scope

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    id: i64,
}

fn demo(db: &insforge::Database) {
    let _ = db.delete::<Todo>().filter(|t| t.id.gt(7)).limit(1);
}

fn main() {}
