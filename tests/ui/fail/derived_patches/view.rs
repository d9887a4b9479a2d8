//! `Open` cannot be written to: it is a view or declared read-only

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "open_todos", view)]
struct Open {
    id: i64,
}

#[derive(Patch)]
#[patch(Open)]
struct Edit {
    id: i64,
}

fn main() {}
