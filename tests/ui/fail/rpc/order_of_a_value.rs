//! no method named `order` found for struct `Call<R, P>` in the current scope

use insforge::prelude::*;

#[derive(Rpc)]
#[rpc(name = "total", returns = Scalar<i64>)]
struct Total {
    q: String,
}

fn demo(db: &insforge::Database, call: Total) {
    let _ = db.call(call).order(|t| t.id.asc());
}

fn main() {}
