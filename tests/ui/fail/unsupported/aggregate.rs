//! no method named `avg` found for struct `Col<T, V, K, S>` in the current scope

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
