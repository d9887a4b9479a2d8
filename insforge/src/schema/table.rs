//! A struct as a table.

use super::meta::TableMeta;

/// A struct that is a row of a table or view. `#[derive(Table)]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a table",
    label = "this type does not derive `Table`",
    note = "add `#[derive(Table)]` and `#[table(name = \"..\")]` to the struct"
)]
pub trait Table: Sized + 'static {
    /// The struct of columns that closures receive: `TodoCols`.
    type Cols: 'static;

    /// The columns as values: `Todo::COLS.title`.
    const COLS: &'static Self::Cols;

    /// The table's metadata.
    const META: &'static TableMeta;
}

/// A table that takes writes: not a view, not `#[table(readonly)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written to: it is a view or declared read-only",
    label = "rows of `{Self}` can only be read"
)]
pub trait Writable: Table {
    /// The struct of conflict targets: `TodoUnique`.
    type Unique: 'static;

    /// The conflict targets as values.
    const UNIQUE: &'static Self::Unique;
}

/// `Debug` of a struct of columns: their names. The derive calls it.
#[doc(hidden)]
pub fn debug_table<T: Table>(name: &str, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
    f.write_str(name)?;
    f.write_str(" ")?;
    f.debug_set()
        .entries(T::META.columns.iter().map(|column| column.name))
        .finish()
}
