//! constraints name fields, and that column's is `position`
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", unique(order))]
struct Todo {
    #[column(name = "order")]
    position: i32,
}

fn main() {}
