//! `Todo` cannot be written to: it is a view or declared read-only
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", view)]
struct Todo {
    title: String,
}

fn case(db: &Database) {
    let _ = db.delete::<Todo>().all_rows();
}

fn main() {}
