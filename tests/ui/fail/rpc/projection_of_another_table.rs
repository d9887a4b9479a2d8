//! rows of `Todo` cannot be read into `i32`

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    id: i64,
}

#[derive(Rpc)]
#[rpc(name = "search", returns = SetOf<Todo>)]
struct Search {
    q: String,
}

fn demo(db: &insforge::Database, call: Search) {
    let _ = db.call(call).select::<i32>();
}

fn main() {}
