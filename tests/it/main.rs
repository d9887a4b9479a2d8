//! The integration suite: one binary, run against a local InsForge or the one that the environment names.
#![allow(missing_docs, dead_code, reason = "tests")]

mod ai;
mod anonymous;
mod auth;
mod columns;
mod containers;
mod deletes;
mod denials;
mod derived_writes;
mod documents;
mod emails;
mod enums;
mod functions;
mod inserts;
mod local;
mod long_urls;
mod model;
mod pages;
mod payments;
mod postgrest;
mod raw;
mod reads;
mod relations;
mod render;
mod rpc;
mod schemas;
mod server;
mod storage;
mod streams;
mod tables;
mod ticklist;
mod types;
mod untyped;
mod updates;
mod upserts;
mod violations;
