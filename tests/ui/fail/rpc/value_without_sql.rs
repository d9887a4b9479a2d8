//! `insforge::prelude::Scalar<Money>` is not something that a database function returns

use insforge::prelude::*;

struct Money;

#[derive(Rpc)]
#[rpc(name = "total", returns = Scalar<Money>)]
struct Search {
    q: String,
}

fn main() {}
