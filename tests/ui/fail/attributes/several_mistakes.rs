//! a generated column has no default: remove `default`
use insforge::prelude::*;

#[derive(Table)]
#[table(nmae = "todos")]
struct Todo {
    #[column(pk = 1)]
    id: i64,
    #[column(generated, default)]
    words: i32,
}

fn case() {
    let _ = Todo::COLS.id.eq(1) & Todo::COLS.words.gt(2);
}

fn main() {}
