//! Tables and views: their columns, keys and triggers.

use super::DataType;
pub use crate::schema::Identity;

/// A table or view.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Relation {
    /// Its schema.
    pub schema: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: RelationKind,
    /// Whether it is a partition of another table.
    pub partition: bool,
    /// Its comment.
    pub comment: Option<String>,
    /// Its columns, by place.
    pub columns: Vec<Column>,
    /// Its primary key.
    pub primary_key: Option<Key>,
    /// Its unique constraints, and unique indexes over columns that hold for all rows.
    pub uniques: Vec<Key>,
    /// Its foreign keys.
    pub foreign_keys: Vec<ForeignKey>,
    /// Its triggers.
    pub triggers: Vec<Trigger>,
    /// Whether row-level security is on.
    pub row_security: bool,
    /// Whether a view reads with the rights of who asks, not with its owner's.
    pub security_invoker: bool,
    /// Whether the role `anon` may read any column.
    pub anon_reads: bool,
}

/// What a relation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RelationKind {
    /// A table, partitioned or not.
    Table,
    /// A view.
    View,
    /// A materialised view.
    MaterializedView,
    /// A table of another server.
    ForeignTable,
}

impl RelationKind {
    /// Whether it is a view, materialised or not.
    pub const fn is_view(self) -> bool {
        matches!(self, Self::View | Self::MaterializedView)
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type.
    pub data_type: DataType,
    /// Whether it is declared NOT NULL, itself or by its domain. The columns of a view never are.
    pub not_null: bool,
    /// Its default as SQL, its own or its domain's.
    pub default: Option<String>,
    /// `GENERATED .. AS IDENTITY`.
    pub identity: Option<Identity>,
    /// The expression of `GENERATED ALWAYS AS (..) STORED`.
    pub generated: Option<String>,
    /// Its comment.
    pub comment: Option<String>,
}

/// A primary key, unique constraint or unique index.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Key {
    /// The constraint's or the index's name.
    pub name: String,
    /// Its columns, in its order.
    pub columns: Vec<String>,
    /// Whether it is a constraint and not only an index.
    pub constraint: bool,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ForeignKey {
    /// The constraint's name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// The schema of the table that it points to.
    pub schema: String,
    /// The table that it points to.
    pub table: String,
    /// The columns there, in the order of `columns`.
    pub key: Vec<String>,
}

/// A trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Trigger {
    /// Its name.
    pub name: String,
    /// The function that it calls.
    pub function: String,
    /// Whether it runs before each row's insert, so that it can fill columns.
    pub before_insert: bool,
}

impl Relation {
    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Whether at most one row has the same values in these columns.
    pub fn is_unique(&self, columns: &[String]) -> bool {
        self.primary_key
            .iter()
            .chain(&self.uniques)
            .any(|key| !key.columns.is_empty() && key.columns.iter().all(|column| columns.contains(column)))
    }
}

impl Column {
    /// Whether an insert that leaves the column out fails: it is NOT NULL, and nothing but a trigger could fill it.
    pub fn is_required(&self) -> bool {
        self.not_null && self.default.is_none() && self.identity.is_none() && self.generated.is_none()
    }

    /// Whether the database alone writes it.
    pub fn is_fixed(&self) -> bool {
        self.generated.is_some() || self.identity == Some(Identity::Always)
    }
}
