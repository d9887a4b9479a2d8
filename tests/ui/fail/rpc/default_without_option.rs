//! `i32` cannot be left out of a call, so it cannot be an argument with a default

use insforge::prelude::*;

#[derive(Rpc)]
#[rpc(name = "search", returns = Void)]
struct Search {
    #[arg(default)]
    lim: i32,
}

fn main() {}
