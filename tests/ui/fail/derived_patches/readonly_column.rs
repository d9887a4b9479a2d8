//! this column cannot be assigned: it is an identity, generated or read-only column

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    title: String,
    #[column(default, readonly)]
    created_at: Timestamp,
}

#[derive(Patch)]
#[patch(Todo)]
struct Edit {
    title: Option<String>,
    created_at: Option<Timestamp>,
}

fn main() {}
