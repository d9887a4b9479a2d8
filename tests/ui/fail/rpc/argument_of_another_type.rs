//! mismatched types

use insforge::prelude::*;

#[derive(Rpc)]
#[rpc(name = "search", returns = Void)]
struct Search {
    lim: i32,
}

fn demo(db: &insforge::Database) {
    let _ = db.call(Search { lim: "20" });
}

fn main() {}
