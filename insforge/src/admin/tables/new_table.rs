//! A table to make.

use serde::{Deserialize, Serialize};

use super::{ColumnType, ForeignKey, NewColumn, check_type};
use crate::error::{Error, Result};
use crate::null_is_default::null_is_default;

/// A table to make: [`Tables::create`](super::Tables::create).
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
#[must_use]
pub struct NewTable {
    table_name: String,
    columns: Vec<NewColumn>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey>,
    rls_enabled: bool,
}

impl NewTable {
    /// A table of this name, 1 to 64 characters without double quotes.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            table_name: name.into(),
            columns: Vec::new(),
            foreign_keys: Vec::new(),
            rls_enabled: true,
        }
    }

    /// One more column. `id`, `created_at` and `updated_at` come by themselves.
    pub fn column(mut self, column: NewColumn) -> Self {
        self.columns.push(column);
        self
    }

    /// One more foreign key.
    pub fn foreign_key(mut self, key: ForeignKey) -> Self {
        self.foreign_keys.push(key);
        self
    }

    /// Leaves row-level security off, so that **grants alone decide**: whoever may read the table reads all of it.
    pub fn without_row_level_security(mut self) -> Self {
        self.rls_enabled = false;
        self
    }

    pub(super) fn check(&self) -> Result<()> {
        if self.columns.is_empty() {
            return Err(Error::request(
                "the table has no columns; add at least one beside id, created_at and updated_at",
            ));
        }
        self.columns.iter().try_for_each(check_type)
    }
}

/// A table that was made.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreatedTable {
    /// Its schema.
    #[serde(default)]
    pub schema_name: Option<String>,
    /// Its name.
    pub table_name: String,
    /// The columns that were asked for.
    #[serde(default, deserialize_with = "null_is_default")]
    pub columns: Vec<CreatedColumn>,
    /// The columns that came by themselves.
    #[serde(default, deserialize_with = "null_is_default")]
    pub auto_fields: Vec<String>,
}

/// A column of a table that was made.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreatedColumn {
    /// Its name.
    #[serde(rename = "columnName")]
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub column_type: ColumnType,
    /// Its type in SQL.
    #[serde(default)]
    pub sql_type: String,
}
