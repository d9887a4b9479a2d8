//! `Search` does not say what the function returns: add `returns = SetOf<T>`

use insforge::prelude::*;

#[derive(Rpc)]
#[rpc(name = "search")]
struct Search {
    q: String,
}

fn main() {}
