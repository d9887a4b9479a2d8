//! PostgreSQL: the server program, the prepared template, and one database cluster per instance.

pub(crate) mod borrowed;
pub(crate) mod cluster;
pub(crate) mod find;
pub(crate) mod template;

/// Roles, grants, helper functions and tables of a fresh project.
pub(crate) const SCHEMA: &str = concat!(
    include_str!("schema.sql"),
    include_str!("storage.sql"),
    include_str!("../realtime/schema.sql"),
    include_str!("../payments/schema.sql")
);

/// The database of an instance with its own cluster.
pub(crate) const DATABASE: &str = "insforge";
