//! Arbitrary rows and filters against the real database: what is written is what is read, and each operator finds
//! the rows for which its model in Rust holds, and no others.
//!
//! `INSFORGE_PROPERTY_CASES` says how many requests to make (2000 unless said), `INSFORGE_PROPERTY_SEED` replays a
//! run, whose seed stands in its output.

mod arbitrary;
mod check;
mod checks;
mod finds;
mod json_model;
mod range_model;
mod sample;
pub(crate) mod source;
