//! an enum in the database can gain values: add a variant `Unknown(String)`, or declare `#[pg_enum(closed)]`
use insforge::prelude::*;

#[derive(PgEnum)]
enum Priority {
    Low,
    High,
}

fn main() {}
