//! `Money` cannot be the type of a table column
use insforge::prelude::*;

struct Money;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(pk)]
    id: i64,
    prices: Vec<Money>,
}

fn main() {}
