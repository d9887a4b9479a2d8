//! The integration suite: one binary, run against a local InsForge or the one that the environment names.
#![allow(missing_docs, dead_code, reason = "tests")]

mod anonymous;
mod auth;
mod containers;
mod deletes;
mod denials;
mod documents;
mod enums;
mod inserts;
mod local;
mod long_urls;
mod model;
mod pages;
mod reads;
mod relations;
mod render;
mod schemas;
mod server;
mod streams;
mod tables;
mod types;
mod updates;
mod upserts;
mod violations;
