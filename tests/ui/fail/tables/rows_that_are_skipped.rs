//! rows of `Todo` cannot be read into `Todo`
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", skip_row)]
struct Todo {
    title: String,
}

fn case(db: &Database) {
    let _ = db.from::<Todo>().all();
}

fn main() {}
