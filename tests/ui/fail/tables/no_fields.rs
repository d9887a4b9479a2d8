//! `Todo` is without fields: a table is a struct with a named field for each column
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {}

fn main() {}
