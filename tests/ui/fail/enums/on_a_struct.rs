//! `PgEnum` is derived on an enum; on a newtype derive `PgValue`
use insforge::prelude::*;

#[derive(PgEnum)]
struct Priority(i32);

fn main() {}
