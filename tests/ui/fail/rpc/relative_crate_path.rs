//! `crate` takes an absolute path in quotes

use insforge::prelude::*;

#[derive(Rpc)]
#[rpc(name = "search", returns = Void, crate = "facade")]
struct Search {
    q: String,
}

fn main() {}
