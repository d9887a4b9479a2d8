//! `Todo` is not a table
use insforge::Database;

struct Todo;

fn case(db: &Database) {
    let _ = db.from::<Todo>();
}

fn main() {}
