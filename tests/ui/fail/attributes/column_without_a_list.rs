//! `column` takes a list: `#[column(..)]`
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column = "pk"]
    id: i64,
}

fn main() {}
