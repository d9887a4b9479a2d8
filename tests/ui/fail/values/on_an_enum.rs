//! `PgValue` is derived on a tuple struct of one field: derive `PgEnum` on an enum
use insforge::prelude::*;

#[derive(PgValue)]
enum Price {
    Free,
}

fn main() {}
