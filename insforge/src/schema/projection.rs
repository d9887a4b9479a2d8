//! What a query selects and how a row of the answer becomes a struct.

use serde::de::MapAccess;

use super::row::RowReader;

/// A struct that rows of `T` can be read into: the table's own struct, or one that names some of its columns.
#[diagnostic::on_unimplemented(
    message = "rows of `{T}` cannot be read into `{Self}`",
    label = "`{Self}` is not a projection of `{T}`"
)]
pub trait Projection<T>: Sized {
    /// What the request selects.
    const SELECT: &'static [SelectItem];

    /// Reads one row. Columns come by name, in any order; unknown ones are passed over.
    ///
    /// # Errors
    /// When a column is missing or its value does not fit the field.
    #[doc(hidden)]
    fn read<'de, A: MapAccess<'de>>(row: RowReader<A>) -> Result<Self, A::Error>;
}

/// One item of a select list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SelectItem {
    /// A column, under its own name or an alias, with the cast that keeps its value exact.
    Column {
        /// The key in the answer, where it is not the column's name.
        alias: Option<&'static str>,
        /// The column.
        name: &'static str,
        /// The cast.
        cast: Option<&'static str>,
    },
}

impl SelectItem {
    /// A column as its metadata describes it. The derive calls it.
    #[doc(hidden)]
    pub const fn column(meta: &super::ColumnMeta) -> Self {
        Self::Column {
            alias: None,
            name: meta.name,
            cast: meta.cast,
        }
    }
}
