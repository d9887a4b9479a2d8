//! a view has no constraints: remove `primary_key`

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", view, primary_key = "todos_pk")]
struct Todo {
    #[column(pk)]
    id: i64,
}

fn main() {}
