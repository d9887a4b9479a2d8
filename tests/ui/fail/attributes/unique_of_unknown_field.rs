//! no field `titel`: did you mean `title`?
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", unique(titel))]
struct Todo {
    title: String,
}

fn main() {}
