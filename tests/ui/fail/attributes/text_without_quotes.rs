//! `name` takes a text: `name = ".."`
use insforge::prelude::*;

#[derive(Table)]
#[table(name = todos)]
struct Todo {
    id: i64,
}

fn main() {}
