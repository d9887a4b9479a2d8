//! `id` is part of the primary key, which is never NULL: take the `Option` away
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(pk)]
    id: Option<i64>,
}

fn main() {}
