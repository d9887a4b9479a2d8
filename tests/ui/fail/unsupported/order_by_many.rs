//! rows cannot be ordered by a relation to many rows

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
#[relation(notes: many Note via Note.todo_id)]
struct Todo {
    #[column(pk)]
    id: i64,
}

#[derive(Table)]
#[table(name = "notes")]
struct Note {
    todo_id: i64,
}

fn demo(db: &insforge::Database) {
    let _ = db.from::<Todo>().order(|t| t.notes.order_by(|n| n.todo_id.asc()));
}

fn main() {}
