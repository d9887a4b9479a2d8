//! a table's name has at most 63 bytes in PostgreSQL, this one has 70
use insforge::prelude::*;

#[derive(Table)]
#[table(name = "todos_of_onetodos_of_onetodos_of_onetodos_of_onetodos_of_onetodos_of_o")]
struct Todo {
    id: i64,
}

fn main() {}
