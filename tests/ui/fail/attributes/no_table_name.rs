//! `Todo` does not say which table it is: add `#[table(name = "..")]` with the name in the database
use insforge::prelude::*;

#[derive(Table)]
#[table(schema = "app")]
struct Todo {
    id: i64,
}

fn main() {}
