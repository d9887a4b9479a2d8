//! `stable` takes no value: write `stable` alone

use insforge::prelude::*;

#[derive(Rpc)]
#[rpc(name = "search", returns = Void, stable = true)]
struct Search {
    q: String,
}

fn main() {}
