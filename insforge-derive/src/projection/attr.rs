//! `#[projection(Todo)]` on the struct.

use darling::error::Accumulator;
use syn::DeriveInput;

use crate::of_table::{self, OfTable, Words};

/// Reads the one attribute that there must be.
pub(super) fn read(input: &DeriveInput, errors: &mut Accumulator) -> OfTable {
    let words = Words {
        attribute: "projection",
        thing: "a projection",
        does: "reads",
    };
    of_table::read(input, words, errors)
}
