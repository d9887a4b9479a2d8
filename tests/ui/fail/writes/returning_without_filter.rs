//! this `update`/`delete` has no filter and would touch every row

use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    title: String,
}

fn case(db: &Database) {
    let _ = db.delete::<Todo>().returning::<Todo>();
}

fn main() {}
