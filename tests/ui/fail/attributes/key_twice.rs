//! `pk` is given twice: remove one
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(pk, pk)]
    id: i64,
}

fn main() {}
