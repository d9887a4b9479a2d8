//! `Edit` skips every field, so that it changes no column

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
    #[patch(skip)]
    id: i64,
}

fn main() {}
