//! mismatched types

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
#[relation(children: many Todo via Todo.parent)]
struct Todo {
    #[column(pk)]
    id: i64,
    parent: Option<i64>,
}

fn run(db: insforge::Database) {
    let _ = db.delete::<Todo>().filter(|t| t.children.exists());
}

fn main() {}
