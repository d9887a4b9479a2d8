//! a table's struct has no generics or lifetimes: its columns have one type each
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo<'a> {
    title: &'a str,
}

fn main() {}
