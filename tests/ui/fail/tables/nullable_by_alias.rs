//! `body` is nullable by an alias: write `Option<..>` out, or mark the column `#[column(default)]`
use insforge::prelude::*;

type Body = Option<String>;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    body: Body,
}

fn main() {}
