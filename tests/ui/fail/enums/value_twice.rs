//! the value `low` is the variant `Low` already
use insforge::prelude::*;

#[derive(PgEnum)]
#[pg_enum(closed)]
enum Priority {
    Low,
    #[pg_enum(rename = "low")]
    Least,
}

fn main() {}
