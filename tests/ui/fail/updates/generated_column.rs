//! this column cannot be assigned: it is an identity, generated or read-only column
use insforge::Database;
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(generated)]
    words: Option<i32>,
}

fn case(db: &Database) {
    let _ = db.update::<Todo>().set(|t| t.words.to_null());
}

fn main() {}
