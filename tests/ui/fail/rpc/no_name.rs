//! `Search` does not say which function it calls: add `name = ".."` with the name in the database

use insforge::prelude::*;

#[derive(Rpc)]
#[rpc(returns = Void)]
struct Search {
    q: String,
}

fn main() {}
