//! `primary_key` names the key's constraint, and no field is `#[column(pk)]`

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", primary_key = "todos_pk")]
struct Todo {
    id: i64,
}

fn main() {}
