//! an identity column makes its own default: remove `default`
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(identity = always, default)]
    id: i64,
}

fn main() {}
