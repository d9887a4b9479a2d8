//! What the project's administrator manages, on any InsForge. Accounts, files, functions, payments and realtime have
//! modules of their own.

mod introspection;
mod metadata;
mod tables;
