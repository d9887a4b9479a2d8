//! The integration suite: one binary, run against a local InsForge or the one that the environment names.
#![allow(missing_docs, dead_code, reason = "tests")]

mod anonymous;
mod auth;
mod containers;
mod deletes;
mod denials;
mod derived_writes;
mod documents;
mod enums;
mod inserts;
mod local;
mod long_urls;
mod model;
mod pages;
mod reads;
mod realtime;
mod relations;
mod render;
mod rpc;
mod schemas;
mod streams;
mod tables;
mod ticklist;
mod types;
mod updates;
mod upserts;
mod violations;
