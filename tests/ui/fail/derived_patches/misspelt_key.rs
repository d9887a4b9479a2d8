//! `#[patch(..)]` has no `skipp`: did you mean `skip`?

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
    #[patch(skipp)]
    id: i64,
    title: String,
}

fn main() {}
