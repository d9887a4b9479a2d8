//! A typed client for [InsForge](https://insforge.dev): auth, PostgreSQL through PostgREST, and the rest of a
//! backend, for Rust servers, workers and command-line programs.
//!
//! `#[derive(Table)]` on a plain struct makes a table's columns known to the compiler. A wrong column, an operand of
//! the wrong type, an operator that the SQL type lacks, a missing required column of an insert, an unfiltered
//! delete: none of these compiles, and the message names your own field in one sentence.
//!
//! ```no_run
//! use insforge::prelude::*;
//!
//! #[derive(Table, Debug, Clone)]
//! #[table(name = "todos", unique(slug))]
//! pub struct Todo {
//!     #[column(pk, identity = always)]
//!     pub id: i64,
//!     pub slug: String,
//!     pub title: String,
//!     pub body: Option<String>,
//!     #[column(default)]
//!     pub done: bool,
//! }
//!
//! # async fn demo() -> insforge::Result<()> {
//! let client = Client::new("http://localhost:7130", "anon_…")?;
//! client.auth().sign_in_with_password("a@b.c", "…").await?;
//! let open: Vec<Todo> = client
//!     .database()
//!     .from::<Todo>()
//!     .filter(|t| t.done.eq(false) & t.title.ilike("%rust%"))
//!     .order(|t| t.id.desc())
//!     .limit(20)
//!     .all()
//!     .await?;
//! # let _ = open;
//! # Ok(())
//! # }
//! ```
//!
//! The compiler knows what the structs say; a test tells whether the database agrees:
//! `admin.verify::<(Todo, Comment)>().await?.assert_clean()` ([`admin::verify`]). The command `insforge gen` (feature
//! `cli`) writes the structs from the database into a file to be checked in.
//!
//! Reading order: [`client`] (roles, handles), [`schema`] (what the derive says of a table), [`query`] (builders),
//! [`error`], [`http`] (requests as values), then one module for each part of the backend: [`auth`], [`storage`],
//! [`functions`], [`ai`], [`email`], [`payments`], and [`admin`] for what its administrator may do. Features add
//! `realtime` (messages over a websocket) and `server` (cookie sessions for web servers).
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

pub mod admin;
pub mod ai;
pub mod auth;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
pub mod client;
mod declared;
pub mod email;
pub mod error;
pub mod functions;
#[cfg(any(fuzzing, test))]
#[doc(hidden)]
pub mod fuzzing;
pub mod http;
mod null_is_default;
mod open_enum;
pub mod payments;
pub mod query;
#[cfg(feature = "realtime")]
pub mod realtime;
#[cfg(test)]
mod recorded;
pub mod schema;
#[cfg(feature = "server")]
pub mod server;
pub mod storage;

/// A text that neither `Debug` nor a log shows, from the secrecy crate: keys that are handed in, or asked for. With the
/// trait in scope [`expose_secret`](ExposeSecret::expose_secret) reads it.
pub use secrecy::{ExposeSecret, SecretString};

pub use self::client::{Admin, Anon, Client, ClientBuilder, User};
pub use self::declared::{Declaration, Declared};
pub use self::error::{Error, ErrorKind, Result};
pub use self::query::rpc::Rpc;
pub use self::query::{Affected, Count, Database, Filter, Page, Query};
pub use self::schema::{
    Bytea, Date, DateTime, Decimal, Insertable, Interval, Json, Patch, PgEnum, PgRange, PgValue, Projection,
    Set, Table, Time, Timestamp, TsVector,
};

#[cfg(feature = "derive")]
pub use insforge_derive::{Insert, Patch, PgEnum, PgValue, Projection, Rpc, Table};

/// Everything that a module with tables and queries names.
pub mod prelude {
    #[cfg(feature = "derive")]
    pub use insforge_derive::{Insert, Patch, PgEnum, PgValue, Projection, Rpc, Table};

    pub use crate::client::Client;
    pub use crate::query::rpc::{One, Rpc, Scalar, SetOf, SetOfScalar, Void};
    pub use crate::query::{Count, Filter, Fts, ReadFilter};
    pub use crate::schema::{
        Bytea, Date, DateTime, Decimal, Insertable, Interval, Json, Patch, PgEnum, PgRange, PgValue,
        Projection, Set, Table, Time, Timestamp, TsVector,
    };
}

/// What generated code names. Nothing here is for hand-written code.
#[doc(hidden)]
pub mod __private {
    pub use std::primitive::{bool, str};
    pub use std::string::String;

    pub use serde;

    pub use crate::declared::{Declarations, Declared};
    pub use crate::error::{Constraint, ConstraintName};
    pub use crate::query::rpc::{Argument, ArgumentWriter, DefaultedArgument, Rpc, RpcMeta, Void};
    pub use crate::query::{EmbedField, EmbedHandle, Embeds, Filter, HandleOf, Keyed, ProjectionOf};
    pub use crate::schema::*;
}

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct ReadmeExamples;
