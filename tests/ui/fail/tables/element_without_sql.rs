//! `Vec<Duration>` cannot be the type of a table column
use insforge::prelude::*;

use std::time::Duration;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(pk)]
    id: i64,
    pauses: Vec<Duration>,
}

fn main() {}
