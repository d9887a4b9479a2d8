//! The local InsForge from outside: over HTTP, and as a process that may end in any way.

mod auth;
mod client;
mod command;
mod credentials;
mod faults;
mod lifecycle;
mod rawsql;
mod recorded;
mod recorded_administration;
mod recorded_auth;
mod recorded_models;
mod records;
mod storage;
mod strict;
