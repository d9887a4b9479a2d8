//! a closed enum has no unknown values: remove `closed` or `Unknown`
use insforge::prelude::*;

#[derive(PgEnum)]
#[pg_enum(closed)]
enum Priority {
    Low,
    Unknown(String),
}

fn main() {}
