//! write `constraint = "name_in_the_database"`

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos", unique(slug, constraint = one_slug))]
struct Todo {
    slug: String,
}

fn main() {}
