//! a value needs a key here; `#[table(..)]` has `name`
use insforge::prelude::*;

#[derive(Table)]
#[table("todos")]
struct Todo {
    id: i64,
}

fn main() {}
