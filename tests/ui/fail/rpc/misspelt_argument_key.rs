//! `#[arg(..)]` has no `defualt`: did you mean `default`?

use insforge::prelude::*;

#[derive(Rpc)]
#[rpc(name = "search", returns = Void)]
struct Search {
    #[arg(defualt)]
    lim: Option<i32>,
}

fn main() {}
