//! Realtime: Socket.IO with InsForge's channels, permissions, presence and delivery by the database.

pub(crate) mod admin;
pub(crate) mod controls;
mod delivery;
mod handshake;
mod permissions;
mod presence;
pub(crate) mod sockets;
pub(crate) mod state;
mod webhooks;
