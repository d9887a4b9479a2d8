//! The database as it is: schemas, tables, views, columns with exact types, keys, enums, domains and functions, read by
//! one query of PostgreSQL's catalogue.
//!
//! [`Client::<Admin>::catalog`](crate::client::Client::catalog) reads a [`Catalog`]. `verify` compares
//! structs with one, `diff` writes the SQL between the two, and the feature `generate` makes structs of it.

mod data_type;
mod function;
mod relation;
mod wire;

use std::pin::Pin;

use serde_json::Value;

pub use self::data_type::{DataType, TypeKind};
pub use self::function::{Function, FunctionArgument, Volatility};
pub use self::relation::{Column, ForeignKey, Identity, Key, Relation, RelationKind, Trigger};
use crate::client::{Admin, Client, run_sql};
use crate::error::{Error, Result};
use crate::http::Caller;

/// What reading the catalogue comes to. Its type does not name the types that are compared, so that a wrong one is
/// reported once.
pub type CatalogFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

const QUERY: &str = include_str!("catalog.sql");

/// What the database holds beside the rows. Every list is sorted by schema and name, columns by their place.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Catalog {
    /// The schemas but PostgreSQL's own and those of extensions.
    pub schemas: Vec<Schema>,
    /// Tables and views of all schemas that are not InsForge's own.
    pub relations: Vec<Relation>,
    /// Enum types.
    pub enums: Vec<EnumType>,
    /// Domains.
    pub domains: Vec<Domain>,
    /// Functions of all schemas that are not InsForge's own, without those of extensions; no procedures.
    pub functions: Vec<Function>,
}

/// A schema.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Schema {
    /// Its name.
    pub name: String,
    /// Whether the data API serves it.
    pub exposed: bool,
}

/// An enum type.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnumType {
    /// Its schema.
    pub schema: String,
    /// Its name.
    pub name: String,
    /// Its values in their order.
    pub labels: Vec<String>,
}

/// A domain: a type with a name and rules of its own.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Domain {
    /// Its schema.
    pub schema: String,
    /// Its name.
    pub name: String,
    /// The type that it restricts.
    pub base: DataType,
    /// Whether it is declared NOT NULL.
    pub not_null: bool,
    /// Its default, as SQL.
    pub default: Option<String>,
}

impl Catalog {
    /// The table or view of this name.
    pub fn relation(&self, schema: &str, name: &str) -> Option<&Relation> {
        self.relations
            .iter()
            .find(|relation| relation.schema == schema && relation.name == name)
    }

    /// The enum type of this name.
    pub fn enum_type(&self, schema: &str, name: &str) -> Option<&EnumType> {
        self.enums
            .iter()
            .find(|item| item.schema == schema && item.name == name)
    }

    /// The domain of this name.
    pub fn domain(&self, schema: &str, name: &str) -> Option<&Domain> {
        self.domains
            .iter()
            .find(|item| item.schema == schema && item.name == name)
    }

    /// The functions of this name; PostgreSQL lets several share it.
    pub fn functions(&self, schema: &str, name: &str) -> impl Iterator<Item = &Function> {
        self.functions
            .iter()
            .filter(move |function| function.schema == schema && function.name == name)
    }

    /// Whether the data API serves this schema.
    pub fn is_exposed(&self, schema: &str) -> bool {
        self.schemas
            .iter()
            .any(|item| item.name == schema && item.exposed)
    }

    /// Tables and views whose rows anybody can read with the anon key, unfiltered by row-level security: tables without
    /// it, and views, which read with their owner's rights unless they are declared `security_invoker`.
    ///
    /// A row-level policy that lets everybody read is not seen here.
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// for open in admin.catalog().await?.readable_by_anon() {
    ///     println!("{}.{} is readable by everybody", open.schema, open.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn readable_by_anon(&self) -> impl Iterator<Item = &Relation> {
        self.relations
            .iter()
            .filter(|relation| relation.anon_reads && self.is_exposed(&relation.schema))
            .filter(|relation| {
                if relation.kind.is_view() {
                    !relation.security_invoker
                } else {
                    !relation.row_security
                }
            })
    }
}

impl Client<Admin> {
    /// Reads the database's catalogue: one query through `POST /api/database/advance/rawsql`.
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// let catalog = admin.catalog().await?;
    /// for table in &catalog.relations {
    ///     println!("{}.{}: {} columns", table.schema, table.name, table.columns.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`sql`](Self::sql); [`Decode`](crate::error::ErrorKind::Decode) for an answer of another shape.
    pub async fn catalog(&self) -> Result<Catalog> {
        read(self.caller(), "admin.catalog").await
    }
}

/// Reads the catalogue in the name of an operation.
pub(crate) async fn read(caller: &Caller, operation: &'static str) -> Result<Catalog> {
    let answer = run_sql(caller, operation, QUERY, &[]).await?;
    let text = answer.rows.first().and_then(|row| row.get("catalog"));
    let Some(Value::String(text)) = text else {
        return Err(Error::decode("the catalogue's query returned no text").with_operation(operation));
    };
    wire::parse(text).map_err(|error| error.with_operation(operation))
}
