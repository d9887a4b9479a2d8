//! order comparisons are not available on a column of SQL type `insforge::schema::Other`
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(sql = "inet")]
    address: String,
}

fn case(db: &Database) {
    let _ = db.from::<Todo>().filter(|t| t.address.gt("::1"));
}

fn main() {}
