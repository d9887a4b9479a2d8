//! Expansions as snapshots, and the messages of inputs with mistakes.

mod expansion;
mod messages;
mod projections;
mod relations;
mod writes;
