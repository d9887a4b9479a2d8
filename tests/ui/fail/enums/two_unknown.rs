//! `State`: `Unknown` holds unknown values already
use insforge::prelude::*;

#[derive(PgEnum)]
enum State {
    Open,
    Unknown(String),
    Other(String),
}

fn main() {}
