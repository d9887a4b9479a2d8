//! `Search` is a tuple struct: a call is a struct with a named field for each argument

use insforge::prelude::*;

#[derive(Rpc)]
#[rpc(name = "search", returns = Void)]
struct Search(String);

fn main() {}
