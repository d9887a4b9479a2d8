//! is not a set of assignments to `Todo`
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    done: bool,
}

fn case(db: &Database) {
    let _ = db.update::<Todo>().set(|t| (t.done, true));
}

fn main() {}
