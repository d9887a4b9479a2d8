//! `Search` does not say which function it calls: add `#[rpc(name = "..", returns = ..)]`

use insforge::prelude::*;

#[derive(Rpc)]
struct Search {
    q: String,
}

fn main() {}
