//! `Money` cannot be stored in a column of type `i32`

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(pk, identity = always)]
    id: i64,
    title: String,
    rank: i32,
    body: Option<String>,
}

struct Money;

#[derive(Insert)]
#[insert(Todo)]
struct Create {
    title: String,
    rank: Money,
}

fn main() {}
