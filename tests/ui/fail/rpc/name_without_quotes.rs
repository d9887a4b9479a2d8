//! write `name = "search_todos"`

use insforge::prelude::*;

#[derive(Rpc)]
#[rpc(name = search, returns = Void)]
struct Search {
    q: String,
}

fn main() {}
