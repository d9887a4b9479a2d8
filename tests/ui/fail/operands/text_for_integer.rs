//! `&str` cannot be compared with a column of type `i32`
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    rank: i32,
}

fn case(db: &Database) {
    let _ = db.from::<Todo>().filter(|t| t.rank.eq("x"));
}

fn main() {}
