//! A typed client for [InsForge](https://insforge.dev).
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod auth;
pub mod client;
pub mod error;
pub mod http;
pub mod query;
pub mod schema;
