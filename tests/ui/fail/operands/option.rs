//! `Option<&str>` cannot be compared with a column of type `String`
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    body: Option<String>,
}

fn case(db: &Database) {
    let _ = db.from::<Todo>().filter(|t| t.body.eq(Some("x")));
}

fn main() {}
