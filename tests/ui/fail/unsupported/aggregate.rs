//! no method named `avg` found for struct `Col<Todo, i32, NotNull, Int4>` in the current scope

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    rank: i32,
}

fn demo() {
    let _ = Todo::COLS.rank.avg();
}

fn main() {}
