//! `assert_not_null` is for views
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    #[column(assert_not_null)]
    id: i64,
}

fn main() {}
