//! the column `slug` is the field `slug` already: name another
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    slug: String,
    #[column(name = "slug")]
    title: String,
}

fn main() {}
