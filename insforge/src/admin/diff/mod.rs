//! The SQL between structs and the database: what has to be run for the database to be what the structs say.
//!
//! ```no_run
//! # use insforge::prelude::*;
//! # #[derive(Table)] #[table(name = "todos")] struct Todo { #[column(pk, identity = always)] id: i64, title: String }
//! # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
//! let diff = admin.diff::<(Todo,)>().await?;
//! println!("{diff}"); // read it, complete it, and apply it as a migration
//! # Ok(())
//! # }
//! ```
//!
//! The statements are a draft for a person to read: structs do not say which default a column has, nor by what a computed
//! one is computed. Nothing is dropped unless it is asked for.

mod columns;
mod statement;
mod tables;

pub use self::statement::{Risk, SchemaDiff, Statement};
use super::catalog::{self, Catalog};
use crate::client::{Admin, Client};
use crate::declared::{Declaration, Declarations, Declared};
use crate::error::Result;
use crate::schema::{EnumMeta, RelationKind, TableMeta};

impl Client<Admin> {
    /// The statements that bring the database to what the structs and enums of `D` say; nothing is run. A struct without
    /// a schema stands for the client's, else `public`. Views and functions have no statements.
    ///
    /// # Errors
    /// As [`catalog`](Self::catalog).
    pub async fn diff<D: Declared>(&self) -> Result<SchemaDiff> {
        let catalog = catalog::read(self.caller(), "admin.diff").await?;
        Ok(catalog.diff::<D>(self.schema().unwrap_or("public")))
    }
}

impl Catalog {
    /// As [`Client::diff`](crate::client::Client::diff), from a catalogue that was read before.
    pub fn diff<D: Declared>(&self, schema: &str) -> SchemaDiff {
        let mut draft = Draft {
            catalog: self,
            schema,
            types: Vec::new(),
            tables: Vec::new(),
            keys: Vec::new(),
            foreign_keys: Vec::new(),
            drops: Vec::new(),
            open: Vec::new(),
        };
        for declaration in Declarations::of::<D>() {
            match declaration {
                Declaration::Table { title, meta } if meta.kind == RelationKind::Table => {
                    draft.table(title, meta);
                }
                Declaration::Enum(meta) => draft.an_enum(meta),
                Declaration::Table { .. } | Declaration::Function { .. } => {}
            }
        }
        draft.finish()
    }
}

/// Statements under way, in the order in which they can be run.
struct Draft<'a> {
    catalog: &'a Catalog,
    schema: &'a str,
    types: Vec<Statement>,
    tables: Vec<Statement>,
    /// Foreign keys need the keys that they point to.
    keys: Vec<Statement>,
    foreign_keys: Vec<Statement>,
    drops: Vec<Statement>,
    open: Vec<String>,
}

impl Draft<'_> {
    fn finish(self) -> SchemaDiff {
        let mut statements = self.types;
        for statement in self.tables.into_iter().chain(self.keys).chain(self.foreign_keys) {
            // Two relations can follow one foreign key.
            if !statements.contains(&statement) {
                statements.push(statement);
            }
        }
        SchemaDiff {
            statements,
            drops: self.drops,
            open: self.open,
        }
    }

    /// The schema and the name of an enum type.
    fn enum_name<'m>(&self, meta: &EnumMeta, name: &'m str) -> (String, &'m str) {
        if let Some((schema, name)) = name.split_once('.') {
            return (schema.to_owned(), name);
        }
        let here = self.catalog.enum_type(self.schema, name).is_some();
        let elsewhere = self.catalog.enums.iter().find(|item| {
            !here
                && item.name == name
                && meta
                    .labels
                    .iter()
                    .any(|label| item.labels.iter().any(|l| l == label))
        });
        let schema = elsewhere.map_or(self.schema, |item| item.schema.as_str());
        (schema.to_owned(), name)
    }

    fn an_enum(&mut self, meta: &EnumMeta) {
        let Some(name) = meta.name else { return };
        let (schema, name) = self.enum_name(meta, name);
        let qualified = qualified(&schema, name);
        let Some(found) = self.catalog.enum_type(&schema, name) else {
            let labels: Vec<String> = meta.labels.iter().map(|label| quoted_text(label)).collect();
            let sql = format!("create type {qualified} as enum ({})", labels.join(", "));
            let statement = Statement::safe(sql);
            if !self.types.contains(&statement) {
                self.types.push(statement);
            }
            return;
        };
        for label in meta.labels {
            if !found.labels.iter().any(|known| known == label) {
                let sql = format!(
                    "alter type {qualified} add value if not exists {}",
                    quoted_text(label)
                );
                let statement = Statement::safe(sql);
                if !self.types.contains(&statement) {
                    self.types.push(statement);
                }
            }
        }
    }

    fn name_of(&self, meta: &TableMeta) -> String {
        qualified(meta.schema.unwrap_or(self.schema), meta.name)
    }
}

/// `"app"."todos"`
fn qualified(schema: &str, name: &str) -> String {
    format!("{}.{}", quoted(schema), quoted(name))
}

/// `"order"`
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn quoted_text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// `"a", "b"`
fn list<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.into_iter().map(quoted).collect();
    names.join(", ")
}
