//! What only the project's administrator may do. [`Client<Admin>`](crate::client::Client) leads here.

pub mod auth;
pub mod catalog;
pub mod diff;
#[cfg(feature = "generate")]
pub mod generate;
pub mod realtime;
pub mod verify;
