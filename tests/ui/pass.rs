//! Declarations and queries that compile.
