//! a generated column has no default: remove `default`
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(generated, default)]
    words: i32,
}

fn main() {}
