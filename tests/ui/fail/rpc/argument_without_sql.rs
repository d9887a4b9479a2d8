//! `Money` cannot be an argument of a database function

use insforge::prelude::*;

struct Money;

#[derive(Rpc)]
#[rpc(name = "search", returns = Void)]
struct Search {
    most: Money,
}

fn main() {}
