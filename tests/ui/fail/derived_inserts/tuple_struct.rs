//! `Create` is a tuple struct: an insert is a struct with a named field for each column

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
struct Create(String, i32);

fn main() {}
