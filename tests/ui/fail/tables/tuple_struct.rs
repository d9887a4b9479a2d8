//! `Todo` is a tuple struct: a table is a struct with a named field for each column
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo(i64);

fn main() {}
