//! `pk` takes no value: write `pk` alone
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(pk = true)]
    id: i64,
}

fn main() {}
