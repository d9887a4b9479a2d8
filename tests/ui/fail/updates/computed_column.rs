//! no method named `comments` found for struct `TodoPatch`
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    title: String,
    #[column(computed)]
    comments: i64,
}

fn case() {
    let _ = TodoPatch::default().comments(7);
}

fn main() {}
