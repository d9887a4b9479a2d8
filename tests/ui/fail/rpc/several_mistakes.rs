//! `#[rpc(..)]` has no `nme`: did you mean `name`?

use insforge::prelude::*;

#[derive(Rpc)]
#[rpc(name = "search", nme = "x", returns)]
struct Search {
    #[arg(variadic = true)]
    q: String,
}

fn main() {}
