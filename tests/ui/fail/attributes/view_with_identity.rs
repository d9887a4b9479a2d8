//! a view is never written, so `identity` means nothing: remove it
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", view)]
struct Todo {
    #[column(identity = always)]
    id: i64,
}

fn main() {}
