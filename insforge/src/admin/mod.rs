//! What only the project's administrator may do. [`Client<Admin>`](crate::client::Client) leads here.

pub mod advisor;
pub mod auth;
pub mod backups;
mod calls;
pub mod catalog;
pub mod compute;
pub mod deployments;
pub mod diff;
#[cfg(feature = "generate")]
pub mod generate;
pub mod introspection;
pub mod logs;
pub mod memory;
pub mod metadata;
pub mod migrations;
pub mod realtime;
mod roles;
pub mod rows;
pub mod schedules;
pub mod secrets;
pub mod tables;
pub mod transfer;
pub mod usage;
pub mod verify;

use self::calls::{Calls, handle};
