//! Exports of the schema `public`.

use std::collections::BTreeMap;

use ::http::Method;
use serde::{Deserialize, Serialize};

use super::{PATIENCE, Transfer, limits};
use crate::admin::introspection::DatabaseFunction;
use crate::admin::metadata::ExportedTable;
use crate::error::Result;
use crate::http::json_call;
use crate::null_is_default::null_is_default;

const SQL: &str = "admin.transfer.export_sql";
const JSON: &str = "admin.transfer.export_json";

/// What to export from the schema `public`: by default all tables, with at most 1000 rows each.
///
/// ```
/// use insforge::admin::transfer::Export;
///
/// let everything = Export::new().functions().sequences().views().row_limit(10_000);
/// let structure = Export::new().tables(["todos", "users"]).without_rows();
/// # let _ = (everything, structure);
/// ```
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[must_use]
pub struct Export {
    #[serde(skip_serializing_if = "Option::is_none")]
    tables: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    include_data: Option<bool>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    include_functions: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    include_sequences: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    include_views: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    row_limit: Option<u32>,
}

#[derive(Serialize)]
struct Body {
    format: &'static str,
    #[serde(flatten)]
    export: Export,
}

impl Export {
    /// All tables with their rows.
    pub fn new() -> Self {
        Self::default()
    }

    /// These tables only. An empty list means all.
    pub fn tables<I>(mut self, names: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.tables = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// The structure alone.
    pub fn without_rows(mut self) -> Self {
        self.include_data = Some(false);
        self
    }

    /// Functions too.
    pub fn functions(mut self) -> Self {
        self.include_functions = true;
        self
    }

    /// Sequences too.
    pub fn sequences(mut self) -> Self {
        self.include_sequences = true;
        self
    }

    /// Views too.
    pub fn views(mut self) -> Self {
        self.include_views = true;
        self
    }

    /// How many rows of each table at most, 1 to 10000; 1000 unless said. **There is no way to the rows beyond it here**;
    /// the result names the tables that have more.
    pub fn row_limit(mut self, rows: u32) -> Self {
        self.row_limit = Some(rows);
        self
    }
}

/// An export as SQL.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SqlExport {
    /// The statements. Primary keys and unique constraints are not among them.
    #[serde(rename = "data")]
    pub sql: String,
    /// When it was made, ISO 8601.
    #[serde(default)]
    pub timestamp: String,
    /// The tables of which not all rows are in it.
    #[serde(default, deserialize_with = "null_is_default")]
    pub truncated_tables: Vec<String>,
}

/// An export as values.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct DatabaseExport {
    /// When it was made, ISO 8601.
    #[serde(default)]
    pub timestamp: String,
    /// The tables by name. [`ExportedTable::truncated`] says that one has more rows.
    #[serde(default)]
    pub tables: BTreeMap<String, ExportedTable>,
    /// The functions, where they were asked for.
    #[serde(default, deserialize_with = "null_is_default")]
    pub functions: Vec<DatabaseFunction>,
    /// The sequences, where they were asked for.
    #[serde(default, deserialize_with = "null_is_default")]
    pub sequences: Vec<DatabaseSequence>,
    /// The views, where they were asked for.
    #[serde(default, deserialize_with = "null_is_default")]
    pub views: Vec<DatabaseView>,
}

/// A sequence; numbers are texts, since they may be of any size.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DatabaseSequence {
    /// Its name.
    #[serde(rename = "sequenceName")]
    pub name: String,
    /// Its first number.
    #[serde(default)]
    pub start_value: String,
    /// What is added for the next.
    #[serde(default)]
    pub increment: String,
    /// Its least number.
    #[serde(default)]
    pub min_value: Option<String>,
    /// Its greatest number.
    #[serde(default)]
    pub max_value: Option<String>,
    /// `YES` where it begins again at its end.
    #[serde(default)]
    pub cycle: String,
}

/// A view.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DatabaseView {
    /// Its name.
    #[serde(rename = "viewName")]
    pub name: String,
    /// Its query.
    #[serde(default)]
    pub definition: String,
}

#[derive(Deserialize)]
struct JsonExport {
    data: DatabaseExport,
}

impl Transfer {
    /// Exports as SQL statements: `POST /api/database/advance/export`.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a limit out of range.
    pub async fn export_sql(&self, export: Export) -> Result<SqlExport> {
        let body = Body {
            format: "sql",
            export,
        };
        let request = json_call(SQL, Method::POST, "/api/database/advance/export", &body)?;
        self.calls
            .send(request.idempotent(true).limits(limits(PATIENCE)))
            .await
    }

    /// Exports as values: `POST /api/database/advance/export` with the format `json`.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a limit out of range.
    pub async fn export_json(&self, export: Export) -> Result<DatabaseExport> {
        let body = Body {
            format: "json",
            export,
        };
        let request = json_call(JSON, Method::POST, "/api/database/advance/export", &body)?;
        let answer: JsonExport = self
            .calls
            .send(request.idempotent(true).limits(limits(PATIENCE)))
            .await?;
        Ok(answer.data)
    }
}
