//! no method named `all` found for struct `Call<insforge::prelude::Void, ()>` in the current scope

use insforge::prelude::*;

#[derive(Rpc)]
#[rpc(name = "note", returns = Void)]
struct Search {
    q: String,
}

fn demo(db: &insforge::Database, call: Search) {
    let _ = db.call(call).all();
}

fn main() {}
