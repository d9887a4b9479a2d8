//! `Search` is an enum: a call is a struct with a named field for each argument

use insforge::prelude::*;

#[derive(Rpc)]
#[rpc(name = "search", returns = Void)]
enum Search {
    ByTitle,
}

fn main() {}
