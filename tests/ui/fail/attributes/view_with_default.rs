//! a view is never written, so `default` means nothing: remove it
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", view)]
struct Todo {
    #[column(default)]
    id: i64,
}

fn main() {}
