//! `Money` cannot be the type of a table column
use insforge::prelude::*;

struct Money;

#[derive(PgValue)]
struct Price(Money);

fn main() {}
