//! no method named `order` found for struct `Call<insforge::prelude::Scalar<i64>, i64>` in the current scope

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
