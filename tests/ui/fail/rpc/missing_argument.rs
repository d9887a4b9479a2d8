//! missing field `lim` in initializer of `Search`

use insforge::prelude::*;

#[derive(Rpc)]
#[rpc(name = "search", returns = Void)]
struct Search {
    q: String,
    lim: i32,
}

fn demo(db: &insforge::Database) {
    let _ = db.call(Search { q: "rust".into() });
}

fn main() {}
