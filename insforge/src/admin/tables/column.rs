//! Columns, as they are and as they shall be.

use serde::{Deserialize, Serialize};

use crate::open_enum::open_enum;

open_enum! {
    /// The backend's name for a type. Columns made by SQL may have others: the backend cuts their names to eight
    /// characters.
    pub enum ColumnType {
        // Not `String`: of a name that is there twice rustc writes the path, in every message about a text column.
        /// `text`; `varchar` and `char` read as this too.
        Text = "string",
        /// `date`.
        Date = "date",
        /// `timestamptz`.
        DateTime = "datetime",
        /// `integer`; `smallint` and `bigint` read as this too.
        Integer = "integer",
        /// `double precision`; `real` and `numeric` read as this too.
        Float = "float",
        /// `boolean`.
        Boolean = "boolean",
        /// `uuid`.
        Uuid = "uuid",
        /// `jsonb`; `json` and arrays read as this too.
        Json = "json",
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Column {
    /// Its name.
    #[serde(rename = "columnName")]
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub column_type: ColumnType,
    /// What a row gets where it has no value: a text, or an SQL expression.
    #[serde(default)]
    pub default_value: Option<String>,
    /// Whether it is in the primary key.
    #[serde(default)]
    pub is_primary_key: bool,
    /// Whether it may be null.
    #[serde(default)]
    pub is_nullable: bool,
    /// Whether it is in the primary key or in any unique constraint, also together with others.
    #[serde(default)]
    pub is_unique: bool,
}

/// A column to make. It is `not null` unless [`nullable`](Self::nullable) is said.
///
/// Where it is `not null` and no default is said, the backend gives it one of its own by type: `now()` for dates and
/// times, `false` for truths, `gen_random_uuid()` for UUIDs.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
#[must_use]
pub struct NewColumn {
    #[serde(rename = "columnName")]
    name: String,
    #[serde(rename = "type")]
    column_type: ColumnType,
    #[serde(skip_serializing_if = "Option::is_none")]
    default_value: Option<String>,
    is_nullable: bool,
    is_unique: bool,
}

impl NewColumn {
    /// A column of this name (1 to 64 characters) and type.
    pub fn new(name: impl Into<String>, column_type: ColumnType) -> Self {
        Self {
            name: name.into(),
            column_type,
            default_value: None,
            is_nullable: false,
            is_unique: false,
        }
    }

    /// It may be null.
    pub fn nullable(mut self) -> Self {
        self.is_nullable = true;
        self
    }

    /// No two rows have the same value.
    pub fn unique(mut self) -> Self {
        self.is_unique = true;
        self
    }

    /// What a row gets where it has no value, as text. `now()` and `gen_random_uuid()` are called; anything else is
    /// taken literally.
    pub fn default_value(mut self, value: impl Into<String>) -> Self {
        self.default_value = Some(value.into());
        self
    }

    pub(super) fn column_type(&self) -> &ColumnType {
        &self.column_type
    }
}
