//! What only the project's administrator may do. [`Client<Admin>`](crate::client::Client) leads here.

pub mod auth;
mod calls;
pub mod introspection;
pub mod metadata;
pub mod migrations;
pub mod realtime;
mod roles;
pub mod tables;
pub mod transfer;

use self::calls::{Calls, handle};
