//! a newtype is never NULL
use insforge::prelude::*;

#[derive(PgValue)]
struct Price(Option<i64>);

fn main() {}
