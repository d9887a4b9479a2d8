//! `#[column(..)]` has no `defualt`: did you mean `default`?
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(defualt)]
    id: i64,
}

fn main() {}
