//! Subscriptions as state, without a connection.

mod hub;
