//! Changes to a table.

use serde::Serialize;

use super::{ForeignKey, NewColumn, check_type};
use crate::error::Result;

/// Changes to a table: [`Tables::alter`](super::Tables::alter). Done in one transaction, in this order: foreign keys
/// dropped, columns dropped, columns changed, columns added, foreign keys added, the table renamed.
///
/// The type of a column and whether it may be null cannot be changed here; use SQL.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
#[must_use]
pub struct TableChange {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    add_columns: Vec<NewColumn>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    drop_columns: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    update_columns: Vec<ColumnChange>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    add_foreign_keys: Vec<ForeignKey>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    drop_foreign_keys: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rename_table: Option<Rename>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Rename {
    new_table_name: String,
}

impl TableChange {
    /// Nothing named yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a column.
    pub fn add_column(mut self, column: NewColumn) -> Self {
        self.add_columns.push(column);
        self
    }

    /// Drops a column with its values.
    pub fn drop_column(mut self, name: impl Into<String>) -> Self {
        self.drop_columns.push(name.into());
        self
    }

    /// Changes a column.
    pub fn update_column(mut self, change: ColumnChange) -> Self {
        self.update_columns.push(change);
        self
    }

    /// Adds a foreign key.
    pub fn add_foreign_key(mut self, key: ForeignKey) -> Self {
        self.add_foreign_keys.push(key);
        self
    }

    /// Drops a foreign key by the name of its constraint, which [`Tables::describe`](super::Tables::describe) tells.
    pub fn drop_foreign_key(mut self, constraint: impl Into<String>) -> Self {
        self.drop_foreign_keys.push(constraint.into());
        self
    }

    /// Gives the table another name.
    pub fn rename(mut self, name: impl Into<String>) -> Self {
        self.rename_table = Some(Rename {
            new_table_name: name.into(),
        });
        self
    }

    pub(super) fn check(&self) -> Result<()> {
        self.add_columns.iter().try_for_each(check_type)
    }
}

/// Changes to a column.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
#[must_use]
pub struct ColumnChange {
    column_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    default_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_column_name: Option<String>,
}

impl ColumnChange {
    /// Changes to the column of this name, none named yet.
    pub fn new(column: impl Into<String>) -> Self {
        Self {
            column_name: column.into(),
            default_value: None,
            new_column_name: None,
        }
    }

    /// What new rows get where they have no value; see [`NewColumn::default_value`]. An empty text is no default.
    pub fn default_value(mut self, value: impl Into<String>) -> Self {
        self.default_value = Some(value.into());
        self
    }

    /// Takes the default away.
    pub fn drop_default(self) -> Self {
        self.default_value("")
    }

    /// Gives the column another name.
    pub fn rename(mut self, name: impl Into<String>) -> Self {
        self.new_column_name = Some(name.into());
        self
    }
}
