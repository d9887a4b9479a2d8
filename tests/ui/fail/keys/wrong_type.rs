//! `&str` is not this table's primary key, which is `i64`
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(pk)]
    id: i64,
}

fn case(db: &Database) {
    let _ = db.from::<Todo>().by_key("7");
}

fn main() {}
