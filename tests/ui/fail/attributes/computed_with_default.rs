//! `Todo.value`: a computed field is never written: remove `default`
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(computed, default)]
    value: i64,
}

fn main() {}
