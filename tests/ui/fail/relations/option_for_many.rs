//! cannot hold the embedded relation to `Todo`

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
#[relation(children: many Todo via Todo.parent)]
struct Todo {
    #[column(pk)]
    id: i64,
    parent: Option<i64>,
}

#[derive(Projection)]
#[projection(Todo)]
struct Tree {
    #[proj(embed = children)]
    children: Option<Todo>,
}

fn main() {}
