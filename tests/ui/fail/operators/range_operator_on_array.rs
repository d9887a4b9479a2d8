//! range operators are not available on a column of SQL type `insforge::schema::Array<insforge::schema::Text>`
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    tags: Vec<String>,
}

fn case(db: &Database) {
    let _ = db.from::<Todo>().filter(|t| t.tags.strictly_left_of(["a"]));
}

fn main() {}
