//! `insforge::prelude::SetOf<Hit>` is not something that a database function returns

use insforge::prelude::*;

struct Hit;

#[derive(Rpc)]
#[rpc(name = "search", returns = SetOf<Hit>)]
struct Search {
    q: String,
}

fn main() {}
