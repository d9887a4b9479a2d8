//! JSON paths are not available on a column of SQL type `insforge::schema::Text`
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    title: String,
}

fn case(db: &Database) {
    let _ = db.from::<Todo>().filter(|t| t.title.path("a").text().eq("x"));
}

fn main() {}
