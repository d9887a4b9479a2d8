//! `#[rpc(..)]` has no `retruns`: did you mean `returns`?

use insforge::prelude::*;

#[derive(Rpc)]
#[rpc(name = "search", returns = Void, retruns = Void)]
struct Search {
    q: String,
}

fn main() {}
