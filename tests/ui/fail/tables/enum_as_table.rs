//! `Todo` is an enum: a table is a struct with a named field for each column
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
enum Todo {
    Open,
}

fn main() {}
