//! `State` has no values: add a variant for each
use insforge::prelude::*;

#[derive(PgEnum)]
enum State {
    Unknown(String),
}

fn main() {}
