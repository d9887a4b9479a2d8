//! `Dto` cannot be inserted
use insforge::Database;
use insforge::prelude::*;

struct Dto;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    title: String,
}

fn case(db: &Database) {
    let _ = db.insert(Dto);
}

fn main() {}
