//! A table as it is.

use serde::Deserialize;

use super::{Column, ForeignKey};
use crate::null_is_default::null_is_default;

/// A table as it is: [`Tables::describe`](super::Tables::describe).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TableSchema {
    /// Its schema.
    #[serde(default)]
    pub schema_name: Option<String>,
    /// Its name.
    pub table_name: String,
    /// Its columns, in their order.
    #[serde(default, deserialize_with = "null_is_default")]
    pub columns: Vec<Column>,
    /// Its foreign keys.
    #[serde(default, deserialize_with = "null_is_default")]
    pub foreign_keys: Vec<ForeignKey>,
    /// How many rows it has, counted.
    #[serde(default)]
    pub record_count: Option<u64>,
}

impl TableSchema {
    /// The column of this name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}
