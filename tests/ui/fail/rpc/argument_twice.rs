//! the argument `q` is the field `q` already: name another

use insforge::prelude::*;

#[derive(Rpc)]
#[rpc(name = "search", returns = Void)]
struct Search {
    q: String,
    #[arg(name = "q")]
    query: String,
}

fn main() {}
