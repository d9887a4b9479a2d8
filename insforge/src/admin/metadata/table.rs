//! A table, as exports describe it.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::admin::introspection::{DatabaseIndex, DatabasePolicy, DatabaseTrigger};
use crate::admin::tables::ForeignKey;
use crate::null_is_default::null_is_default;

/// A table: its structure, and its rows where they were asked for.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExportedTable {
    /// Its columns, in their order.
    #[serde(default, rename = "schema", deserialize_with = "null_is_default")]
    pub columns: Vec<ExportedColumn>,
    /// Its indexes. Here and below the name of the table is left out.
    #[serde(default, deserialize_with = "null_is_default")]
    pub indexes: Vec<DatabaseIndex>,
    /// Its foreign keys.
    #[serde(default, deserialize_with = "null_is_default")]
    pub foreign_keys: Vec<ForeignKey>,
    /// Whether row-level security is on.
    #[serde(default, deserialize_with = "null_is_default")]
    pub rls_enabled: bool,
    /// Its policies.
    #[serde(default, deserialize_with = "null_is_default")]
    pub policies: Vec<DatabasePolicy>,
    /// Its triggers.
    #[serde(default, deserialize_with = "null_is_default")]
    pub triggers: Vec<DatabaseTrigger>,
    /// Its rows, where they were asked for: `int8` and `numeric` values are JSON strings, timestamps ISO 8601 strings.
    #[serde(default, deserialize_with = "null_is_default")]
    pub rows: Vec<Map<String, Value>>,
    /// Whether it has more rows than the limit let through.
    #[serde(default, deserialize_with = "null_is_default")]
    pub truncated: bool,
    /// How many rows it has, where they are not all here.
    #[serde(default)]
    pub total_row_count: Option<u64>,
}

/// A column, with its type as PostgreSQL names it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExportedColumn {
    /// Its name.
    #[serde(rename = "columnName")]
    pub name: String,
    /// Its type, such as `bigint` or `timestamp with time zone`; `ARRAY` and `USER-DEFINED` for others.
    #[serde(default)]
    pub data_type: String,
    /// The limit of its length, in characters.
    #[serde(default)]
    pub character_maximum_length: Option<u32>,
    /// Whether it may be null.
    #[serde(default, deserialize_with = "yes")]
    pub is_nullable: bool,
    /// What a row gets where it has no value, in SQL.
    #[serde(default)]
    pub column_default: Option<String>,
}

/// The SQL standard's `YES` and `NO`.
fn yes<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Bool(yes) => yes,
        other => other == "YES",
    })
}
