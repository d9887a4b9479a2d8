//! is not this table's primary key, which is `(i64, i64)`
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct TodoTag {
    #[column(pk)]
    todo_id: i64,
    #[column(pk)]
    tag_id: i64,
}

fn case(db: &Database) {
    let _ = db.delete::<TodoTag>().by_key(7_i64);
}

fn main() {}
