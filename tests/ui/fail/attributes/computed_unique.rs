//! a computed field is a function of the row and has no constraint: remove `unique`
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(computed, unique)]
    id: i64,
}

fn main() {}
