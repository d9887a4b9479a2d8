//! this column cannot be assigned: it is an identity, generated or read-only column

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

#[derive(Patch)]
#[patch(Todo)]
struct Edit {
    id: i64,
}

fn main() {}
