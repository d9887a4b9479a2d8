//! Arbitrary queries over related tables against the real database: filters with relation conditions at any depth,
//! orders, windows, embeds with scopes, counts and inner joins read what their model in plain Rust reads.
//!
//! `INSFORGE_PROPERTY_CASES` says how many queries to make (1500 unless said), `INSFORGE_PROPERTY_SEED` replays a run,
//! whose seed stands in its output.

mod asked;
mod condition;
mod draw;
mod projections;
mod queries;
mod scope;
mod tables;
mod term;
mod world;
