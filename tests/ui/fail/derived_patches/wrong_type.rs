//! `Option<&str>` cannot be stored in a column of type `i32`

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
struct Edit<'a> {
    rank: Option<&'a str>,
}

fn main() {}
