//! a constraint is named by text or by a value of a table's enum, and `{integer}` is neither

use insforge::prelude::*;

fn case(error: insforge::Error) -> bool {
    error.violates(23505)
}

fn main() {
    let _ = Count::Exact;
}
