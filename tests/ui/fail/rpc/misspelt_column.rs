//! no field `di` on type `&'static TodoCols`

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
    let _ = db.call(call).filter(|t| t.di.eq(1));
}

fn main() {}
