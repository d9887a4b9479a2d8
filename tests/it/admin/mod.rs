//! What the project's administrator manages, on any InsForge. Accounts, files, functions, payments and realtime have
//! modules of their own.

mod advisor;
mod backups;
mod health;
mod hosting;
mod introspection;
mod logs;
mod metadata;
mod migrations;
mod rows;
mod schedules;
mod secrets;
mod sql;
mod tables;
mod transfer;
mod usage;
