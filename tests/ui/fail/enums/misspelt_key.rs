//! `State::Open`: `#[pg_enum(..)]` has no `renam`: did you mean `rename`?
use insforge::prelude::*;

#[derive(PgEnum)]
enum State {
    #[pg_enum(renam = "open")]
    Open,
    Unknown(String),
}

fn main() {}
