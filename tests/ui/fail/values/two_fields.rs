//! `PgValue` is derived on a tuple struct of one field
use insforge::prelude::*;

#[derive(PgValue)]
struct Price(i64, i64);

fn main() {}
