//! a foreign key of type `i64` cannot point to a key of type `(String, i64)`

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "lines")]
#[relation(order: one Order via number)]
struct Line { #[column(pk)] id: i64, shop: String, number: i64 }
#[derive(Table)]
#[table(name = "orders")]
struct Order { #[column(pk)] shop: String, #[column(pk)] number: i64, code: i64 }

fn main() {}
