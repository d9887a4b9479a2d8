//! Subscriptions as state without a connection, and the codec against a server that is not InsForge.

mod hub;
mod namespaces;
