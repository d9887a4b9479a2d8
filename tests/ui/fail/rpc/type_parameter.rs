//! `Search` has the type parameter `T`: a function's arguments have one type each (lifetimes are fine)

use insforge::prelude::*;

#[derive(Rpc)]
#[rpc(name = "search", returns = Void)]
struct Search<T> {
    q: T,
}

fn main() {}
