//! missing required column(s): rank (its field may leave it out)

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

#[derive(Insert)]
#[insert(Todo)]
struct Create {
    title: String,
    rank: Option<i32>,
}

fn main() {}
