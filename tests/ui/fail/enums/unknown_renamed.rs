//! `State`: this variant holds the value itself
use insforge::prelude::*;

#[derive(PgEnum)]
enum State {
    Open,
    #[pg_enum(rename = "x")]
    Unknown(String),
}

fn main() {}
