//! no method named `id` found for struct `NewTodo`
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(pk, identity = always)]
    id: i64,
    title: String,
}

fn case(new: NewTodo) {
    let _ = new.id(7);
}

fn main() {}
