//! a value of a database enum carries no data: write a variant without fields, or `Unknown(String)`
use insforge::prelude::*;

#[derive(PgEnum)]
#[pg_enum(closed)]
enum Priority {
    Low,
    At(i32),
}

fn main() {}
