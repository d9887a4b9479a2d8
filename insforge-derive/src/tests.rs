//! Expansions as snapshots, and the messages of inputs with mistakes.

mod docs;
mod expansion;
mod messages;
mod projections;
mod relations;
mod rpcs;
mod writes;
