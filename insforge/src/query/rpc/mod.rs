//! Calls of functions in the database: `db.call(SearchTodos { q: "rust", lim: None })`.
//!
//! A struct that derives `Rpc` names a function, its arguments and what it returns. What it returns decides the
//! builder: rows of a table are a [`Query`](super::Query) with filters, order, pages and embeds; everything else is a
//! [`Call`].
//!
//! ```no_run
//! # use insforge::prelude::*;
//! # #[derive(Table, Debug)] #[table(name = "todos")]
//! # struct Todo { #[column(pk)] id: i64, title: String, done: bool }
//! #[derive(Rpc)]
//! #[rpc(name = "search_todos", returns = SetOf<Todo>, stable)]
//! struct SearchTodos<'a> {
//!     q: &'a str,
//!     #[arg(default)]
//!     lim: Option<i32>,
//! }
//!
//! # async fn demo(db: insforge::Database) -> insforge::Result<()> {
//! let open = db
//!     .call(SearchTodos { q: "rust", lim: None })
//!     .filter(|t| t.done.eq(false))
//!     .order(|t| t.id.desc())
//!     .all()
//!     .await?;
//! # let _ = open;
//! # Ok(())
//! # }
//! ```
//!
//! Source: `GET|POST /api/database/rpc/{function}`; PostgREST, "Functions as RPC".

mod argument;
mod call;
mod explain;
mod plan;
mod returns;
mod scalar;
mod writer;

pub use self::argument::{Argument, DefaultedArgument};
pub use self::call::Call;
pub(crate) use self::explain::explain;
pub(crate) use self::plan::CallPlan;
pub use self::returns::{One, Returns, ReturnsMeta, Scalar, SetOf, SetOfScalar, Void};
pub use self::writer::ArgumentWriter;

/// The call of a function with its arguments. `#[derive(Rpc)]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the call of a database function",
    label = "this type does not derive `Rpc`",
    note = "add `#[derive(Rpc)]` and `#[rpc(name = \"..\", returns = ..)]` to the struct of the arguments"
)]
pub trait Rpc {
    /// What the function returns.
    type Returns: Returns;

    /// The function's name and what is known of it.
    const META: &'static RpcMeta;

    /// Writes the arguments that are given.
    #[doc(hidden)]
    fn write(&self, arguments: &mut ArgumentWriter);
}

/// What the derive knows of a function.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct RpcMeta {
    /// The function's name in the database.
    pub name: &'static str,
    /// Its schema where the struct names one.
    pub schema: Option<&'static str>,
    /// Whether it is declared STABLE or IMMUTABLE: it writes nothing.
    pub stable: bool,
    /// The names of its arguments, also of those with a default.
    pub arguments: &'static [&'static str],
}

impl RpcMeta {
    /// A function of this name with these arguments. The derive calls it.
    #[doc(hidden)]
    pub const fn new(name: &'static str, arguments: &'static [&'static str]) -> Self {
        Self {
            name,
            schema: None,
            stable: false,
            arguments,
        }
    }

    #[doc(hidden)]
    pub const fn schema(mut self, schema: &'static str) -> Self {
        self.schema = Some(schema);
        self
    }

    #[doc(hidden)]
    pub const fn stable(mut self) -> Self {
        self.stable = true;
        self
    }
}
