//! Columns by name.

use crate::schema::{ColumnRef, Null, PathExpr, PathStep, Table, TableMeta, UnknownType, UnknownValue};

/// Stands for a table of which the name alone is known: `Filter<Untyped>` is a condition on rows of any such table.
#[derive(Debug, Clone, Copy)]
pub struct Untyped;

/// What closures of untyped queries receive: any column, by its name.
#[derive(Debug, Clone, Copy)]
pub struct UntypedCols;

impl UntypedCols {
    /// The column of this name, quoted where it needs to be.
    pub fn col(&self, name: impl Into<String>) -> DynColumn {
        DynColumn::new(name)
    }
}

#[diagnostic::do_not_recommend]
impl Table for Untyped {
    type Cols = UntypedCols;
    const COLS: &'static UntypedCols = &UntypedCols;
    const META: &'static TableMeta = &TableMeta::new("", &[]);
}

/// A column by its name, with every operator there is; it takes any value that some column type has, or a
/// `serde_json::Value`.
pub type DynColumn = PathExpr<Untyped, UnknownValue, Null, UnknownType>;

impl DynColumn {
    /// The column of this name, quoted where it needs to be.
    pub fn new(name: impl Into<String>) -> Self {
        Self::of(ColumnRef::named(name.into()))
    }

    /// One step into a JSON column: a key or an index.
    pub fn path(self, step: impl Into<PathStep>) -> Self {
        let mut reference = self.reference();
        reference.path.push(step.into());
        reference.text = false;
        Self::of(reference)
    }

    /// What the path leads to, as text (`->>`).
    pub fn text(self) -> Self {
        let mut reference = self.reference();
        reference.text = !reference.path.is_empty();
        Self::of(reference)
    }
}
