//! `Option<&str>` cannot be stored in a column of type `String`
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    title: String,
}

fn case(title: Option<&str>) {
    let _ = TodoPatch::default().title(title);
}

fn main() {}
