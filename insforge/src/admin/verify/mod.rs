//! Structs compared with the database that they stand for.
//!
//! The compiler knows what a struct says; [`Client::<Admin>::verify`](crate::client::Client::verify) tells whether it is
//! true. One test a project, run against a database that the migrations have been applied to, finds drift before users
//! do:
//!
//! ```no_run
//! use insforge::prelude::*;
//!
//! #[derive(Table, Debug)]
//! #[table(name = "todos", unique(slug))]
//! pub struct Todo {
//!     #[column(pk, identity = always)]
//!     pub id: i64,
//!     pub slug: String,
//!     pub done: Option<bool>,
//! }
//!
//! # async fn test(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
//! admin.verify::<(Todo,)>().await?.assert_clean();
//! # Ok(())
//! # }
//! ```

mod columns;
mod enums;
mod functions;
mod keys;
mod relations;
mod report;
mod tables;
mod types;

pub use self::report::{Difference, DifferenceKind, DriftReport};
pub(super) use self::types::fits as type_fits;
use super::catalog::{self, Catalog};
use crate::client::{Admin, Client};
use crate::declared::{Declaration, Declarations, Declared};
use crate::error::Result;

impl Client<Admin> {
    /// Compares what structs, enums and calls of functions declare with the database.
    ///
    /// Several stand in a tuple, and tuples may hold tuples: `verify::<(Todo, Comment, Priority, SearchTodos<'_>)>()`.
    /// The enums of a table's columns are compared with it. A struct without a schema stands for the client's, else
    /// `public`.
    ///
    /// ```no_run
    /// # use insforge::prelude::*;
    /// # #[derive(Table)] #[table(name = "todos")] struct Todo { #[column(pk)] id: i64 }
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// let report = admin.verify::<Todo>().await?;
    /// for difference in &report.differences {
    ///     println!("{difference}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`catalog`](Self::catalog). Differences are no error: they are in the report.
    pub async fn verify<D: Declared>(&self) -> Result<DriftReport> {
        let catalog = catalog::read(self.caller(), "admin.verify").await?;
        Ok(catalog.compare::<D>(self.schema().unwrap_or("public")))
    }
}

impl Catalog {
    /// Compares what `D` declares with this catalogue. Structs without a schema stand for `schema`.
    pub fn compare<D: Declared>(&self, schema: &str) -> DriftReport {
        let mut comparison = Comparison {
            catalog: self,
            schema,
            report: DriftReport::default(),
        };
        for declaration in Declarations::of::<D>() {
            match declaration {
                Declaration::Table { title, meta } => comparison.table(title, meta),
                Declaration::Enum(meta) => comparison.an_enum(meta),
                Declaration::Function {
                    title,
                    meta,
                    arguments,
                    returns,
                } => comparison.function(title, meta, arguments, returns),
            }
        }
        comparison.report
    }
}

/// A comparison under way; the other files of this folder are its parts.
struct Comparison<'a> {
    catalog: &'a Catalog,
    /// The schema of structs that name none.
    schema: &'a str,
    report: DriftReport,
}

impl Comparison<'_> {
    fn differs(&mut self, kind: DifferenceKind, subject: impl Into<String>, message: impl Into<String>) {
        self.report
            .differences
            .push(Difference::new(kind, subject, message));
    }

    fn note(&mut self, kind: DifferenceKind, subject: impl Into<String>, message: impl Into<String>) {
        self.report.notes.push(Difference::new(kind, subject, message));
    }

    /// Whether the schema is there and served; says so if not.
    fn schema_is_served(&mut self, title: &str, schema: &str) -> bool {
        let exposed = self.catalog.is_exposed(schema);
        if !exposed {
            let there = self.catalog.schemas.iter().any(|item| item.name == schema);
            let message = if there {
                format!("the schema `{schema}` is there, but the data API does not serve it")
            } else {
                format!("there is no schema `{schema}`: create it, or name another with `schema = \"..\"`")
            };
            self.differs(DifferenceKind::HiddenSchema, title, message);
        }
        exposed
    }
}
