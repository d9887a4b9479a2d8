//! a column's name cannot be empty
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(name = "")]
    id: i64,
}

fn main() {}
