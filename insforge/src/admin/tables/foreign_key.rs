//! Foreign keys, as they are and as they shall be.

use serde::{Deserialize, Serialize};

use crate::null_is_default::null_is_default;
use crate::open_enum::open_enum;

open_enum! {
    /// What happens to a row when the row it references is deleted or changed.
    pub enum ForeignKeyAction {
        /// It is deleted, or changed likewise.
        Cascade = "CASCADE",
        /// Its columns become null.
        SetNull = "SET NULL",
        /// Its columns get their defaults.
        SetDefault = "SET DEFAULT",
        /// The change is refused at once.
        Restrict = "RESTRICT",
        /// The change is refused at the end of the statement.
        NoAction = "NO ACTION",
    }
}

fn no_action() -> ForeignKeyAction {
    ForeignKeyAction::NoAction
}

/// A foreign key: one constraint, of one or more columns.
///
/// ```
/// use insforge::admin::tables::{ForeignKey, ForeignKeyAction};
///
/// let one = ForeignKey::new("owner_id", "profiles", "id").on_delete(ForeignKeyAction::Cascade);
/// let of_two_columns = ForeignKey::new("tenant", "billing.accounts", "tenant").and("account", "number");
/// assert_eq!(of_two_columns.columns.len(), 2);
/// # let _ = one;
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ForeignKey {
    /// The constraint's name. The backend chooses it, as `fk_{columns}_{table}_{columns}`.
    #[serde(default, skip_serializing)]
    pub constraint_name: Option<String>,
    /// The referenced table, as `schema.table` where it is not in `public`.
    pub reference_table: String,
    /// The columns, pair by pair.
    #[serde(default, rename = "referenceColumns", deserialize_with = "null_is_default")]
    pub columns: Vec<ForeignKeyColumns>,
    /// What a deletion of the referenced row does.
    #[serde(default = "no_action")]
    pub on_delete: ForeignKeyAction,
    /// What a change of the referenced columns does.
    #[serde(default = "no_action")]
    pub on_update: ForeignKeyAction,
}

/// A column of a foreign key, and the one it references.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ForeignKeyColumns {
    /// The column of this table.
    pub source_column: String,
    /// The column of the referenced table.
    pub reference_column: String,
}

impl ForeignKey {
    /// `column` references `reference_column` of `table`. The table is in the same schema unless it is written as
    /// `schema.table`.
    #[must_use]
    pub fn new(
        column: impl Into<String>,
        table: impl Into<String>,
        reference_column: impl Into<String>,
    ) -> Self {
        let key = Self {
            constraint_name: None,
            reference_table: table.into(),
            columns: Vec::new(),
            on_delete: no_action(),
            on_update: no_action(),
        };
        key.and(column, reference_column)
    }

    /// One more pair of columns.
    #[must_use]
    pub fn and(mut self, column: impl Into<String>, reference_column: impl Into<String>) -> Self {
        self.columns.push(ForeignKeyColumns {
            source_column: column.into(),
            reference_column: reference_column.into(),
        });
        self
    }

    /// What a deletion of the referenced row does; unless said, it is refused.
    #[must_use]
    pub fn on_delete(mut self, action: ForeignKeyAction) -> Self {
        self.on_delete = action;
        self
    }

    /// What a change of the referenced columns does; unless said, it is refused.
    #[must_use]
    pub fn on_update(mut self, action: ForeignKeyAction) -> Self {
        self.on_update = action;
        self
    }
}
