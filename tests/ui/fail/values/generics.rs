//! a column's type has no generics or lifetimes: name the type inside
use insforge::prelude::*;

#[derive(PgValue)]
struct Price<T>(T);

fn main() {}
