//! pattern operators are not available on a column of SQL type `Int4`
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    rank: i32,
}

fn case(db: &Database) {
    let _ = db.from::<Todo>().filter(|t| t.rank.like_any(["a%", "b%"]));
}

fn main() {}
