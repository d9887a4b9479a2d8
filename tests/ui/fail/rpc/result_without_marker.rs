//! `String` is not something that a database function returns

use insforge::prelude::*;

#[derive(Rpc)]
#[rpc(name = "search", returns = String)]
struct Search {
    q: String,
}

fn main() {}
