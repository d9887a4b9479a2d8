//! `&str` cannot be compared with a column of type `Priority`
use insforge::Database;
use insforge::prelude::*;

#[derive(PgEnum)]
#[pg_enum(closed)]
enum Priority {
    Low,
}

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    priority: Priority,
}

fn case(db: &Database) {
    let _ = db.from::<Todo>().filter(|t| t.priority.eq("low"));
}

fn main() {}
