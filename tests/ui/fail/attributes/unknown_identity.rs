//! write `identity = always` or `identity = by_default`
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(identity = sometimes)]
    id: i64,
}

fn main() {}
