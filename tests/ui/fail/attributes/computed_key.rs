//! a computed field is a function of the row and no key: remove `pk` or `computed`
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(computed, pk)]
    id: i64,
}

fn main() {}
