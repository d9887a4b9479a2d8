//! `Option<String>` cannot patch this column: its `None` could leave the column alone or make it NULL

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
    body: Option<String>,
}

fn main() {}
