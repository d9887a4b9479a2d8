//! the foreign key has 2 columns, and `key` names 1 column: name as many

use insforge::prelude::*;

#[derive(Table)]
#[table(name = "lines")]
#[relation(order: one Order via (shop, number), key = code, constraint = "fk")]
struct Line { #[column(pk)] id: i64, shop: String, number: i64 }
#[derive(Table)]
#[table(name = "orders")]
struct Order { #[column(pk)] shop: String, #[column(pk)] number: i64, code: i64 }

fn main() {}
