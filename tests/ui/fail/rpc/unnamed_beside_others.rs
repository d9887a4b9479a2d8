//! the function's one parameter is the whole body: leave one field, or remove `unnamed`

use insforge::prelude::*;

#[derive(Rpc)]
#[rpc(name = "search", returns = Void)]
struct Search {
    q: String,
    #[arg(unnamed)]
    body: Json<Vec<i32>>,
}

fn main() {}
