//! `insforge::Set<i32>` cannot be an argument of a database function

use insforge::prelude::*;

#[derive(Rpc)]
#[rpc(name = "search", returns = Void)]
struct Search {
    lim: Set<i32>,
}

fn main() {}
