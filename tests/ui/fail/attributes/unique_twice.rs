//! the constraint `title` is declared already: remove one
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", unique(title))]
struct Todo {
    #[column(unique)]
    title: String,
}

fn main() {}
