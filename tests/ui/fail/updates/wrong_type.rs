//! `&str` cannot be compared with a column of type `i32`
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    rank: i32,
}

fn case(db: &Database) {
    let _ = db.update::<Todo>().set(|t| t.rank.to("first"));
}

fn main() {}
