//! a projection's struct has no generics or lifetimes

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(pk)]
    id: i64,
    title: String,
    body: Option<String>,
}

#[derive(Projection)]
#[projection(Todo)]
struct Card<V> {
    title: V,
}

fn main() {}
