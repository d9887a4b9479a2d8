//! is not a condition on rows of `Todo`
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    done: bool,
}

fn case(db: &Database) {
    let _ = db.from::<Todo>().filter(|t| t.done);
}

fn main() {}
