//! no variant or associated item named `Slgu` found for enum `TodoConstraint`

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", unique(slug))]
struct Todo {
    slug: String,
}

fn case(error: insforge::Error) -> bool {
    error.violates(TodoConstraint::Slgu)
}

fn main() {}
