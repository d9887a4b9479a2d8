//! the trait bound `Money: Clone` is not satisfied

use insforge::prelude::*;

#[derive(PgValue)]
struct Money(i64);

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    price: Money,
}

fn case(before: &Todo, after: &Todo) -> TodoPatch {
    TodoPatch::diff(before, after)
}

fn main() {}
