//! A relation's metadata: which foreign key it follows, for comparisons with the database.

use core::fmt;

use super::constraint::ConstraintMeta;
use super::meta::TableMeta;

/// What the derive knows of a relation.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct RelationMeta {
    /// Its name in the struct.
    pub name: &'static str,
    /// Whether it leads to any number of rows.
    pub many: bool,
    /// The other table.
    pub target: fn() -> &'static TableMeta,
    /// How it leads there.
    pub way: RelationWay,
}

/// How a relation leads to its target. What belongs to another table stands behind a function: two tables that name each
/// other would else be a cycle of constants.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum RelationWay {
    /// By a foreign key of this table.
    Own(#[doc(hidden)] fn() -> ConstraintMeta),
    /// By a foreign key of the target.
    Target(#[doc(hidden)] fn() -> ConstraintMeta),
    /// By a table with a foreign key to each of the two.
    Through(fn() -> &'static TableMeta),
    /// By a function of the database.
    Function(&'static str),
}

impl RelationMeta {
    /// A relation of this name. The derive calls it.
    #[doc(hidden)]
    pub const fn new(
        name: &'static str,
        many: bool,
        target: fn() -> &'static TableMeta,
        way: RelationWay,
    ) -> Self {
        Self {
            name,
            many,
            target,
            way,
        }
    }
}

impl fmt::Debug for RelationMeta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RelationMeta")
            .field("name", &self.name)
            .field("many", &self.many)
            .field("target", &(self.target)().name)
            .field("way", &self.way)
            .finish()
    }
}

impl fmt::Debug for RelationWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own(key) => f.debug_tuple("Own").field(&key().name()).finish(),
            Self::Target(key) => f.debug_tuple("Target").field(&key().name()).finish(),
            Self::Through(table) => f.debug_tuple("Through").field(&table().name).finish(),
            Self::Function(name) => f.debug_tuple("Function").field(name).finish(),
        }
    }
}
