//! What a query selects and how a row of the answer becomes a struct.

use serde::de::MapAccess;

use super::column::Col;
use super::field::{Field, Fixed, NotNull, Null};
use super::meta::{ColumnMeta, TableMeta, same_text};
use super::relation::Link;
use super::row::{RowReader, Slot};
use super::value::PgValue;

/// A struct that rows of `T` can be read into: the table's own struct, or one that derives `Projection`.
#[diagnostic::on_unimplemented(
    message = "rows of `{T}` cannot be read into `{Self}`",
    label = "`{Self}` does not derive `Projection` with `#[projection({T})]`"
)]
pub trait Projection<T>: Sized {
    /// What the request selects.
    const SELECT: &'static [SelectItem];

    /// What a query selects that was not told anything else: [`SELECT`](Self::SELECT), but for rows whose columns
    /// are known at run time only.
    #[doc(hidden)]
    fn items() -> &'static [SelectItem] {
        Self::SELECT
    }

    /// Reads one row. Columns come by name, in any order; unknown ones are passed over.
    ///
    /// # Errors
    /// When a column is missing or its value does not fit the field.
    #[doc(hidden)]
    fn read<'de, A: MapAccess<'de>>(row: RowReader<A>) -> Result<Self, A::Error>;
}

/// Whether rows without a related one stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// They stay.
    Left,
    /// They go.
    Inner,
}

/// One step of a JSON path that is known at compile time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathItem {
    /// The value under this key.
    Key(&'static str),
    /// The element at this index; negative counts from the end.
    Index(i32),
}

/// One item of a select list.
#[derive(Debug, Clone, Copy)]
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
    /// A path into a JSON column.
    Path {
        /// The key in the answer.
        alias: &'static str,
        /// The column.
        name: &'static str,
        /// The steps.
        steps: &'static [PathItem],
        /// Whether the last step yields text (`->>`).
        text: bool,
        /// The cast.
        cast: Option<&'static str>,
    },
    /// Related rows.
    Embed {
        /// The key in the answer.
        alias: &'static str,
        /// The relation.
        link: Link,
        /// Whether rows without a related one stay.
        join: Join,
        /// What is selected of them.
        items: &'static [SelectItem],
    },
    /// The number of related rows.
    Count {
        /// The key in the answer.
        alias: &'static str,
        /// The relation.
        link: Link,
    },
    /// Columns of the one related row, as columns of the row itself.
    Spread {
        /// What their keys in the answer begin with, before a dot; nothing where the items name their keys.
        prefix: Option<&'static str>,
        /// The relation.
        link: Link,
        /// Whether rows without a related one stay.
        join: Join,
        /// What is selected of the related row.
        items: &'static [SelectItem],
    },
}

impl SelectItem {
    /// A column as its metadata describes it. The derive calls it.
    #[doc(hidden)]
    pub const fn column(meta: &ColumnMeta) -> Self {
        Self::Column {
            alias: None,
            name: meta.name,
            cast: meta.cast,
        }
    }
}

/// A field that a column of base type `V` can be read into: `V`, or an `Option` of it.
#[diagnostic::on_unimplemented(
    message = "a column of type `{V}` cannot be read into `{Self}`",
    label = "the column has the type `{V}`",
    note = "give the field the column's type, or cast the column: `#[proj(cast = \"..\")]`"
)]
pub trait ReadsFrom<V>: Field {}
#[diagnostic::do_not_recommend]
impl<V: PgValue> ReadsFrom<V> for V {}
#[diagnostic::do_not_recommend]
impl<V: PgValue> ReadsFrom<V> for Option<V> {}

/// A field that holds whatever a column of nullability `K` does: an `Option` where that is NULL.
#[diagnostic::on_unimplemented(
    message = "this column can be NULL, which `{Self}` cannot hold",
    label = "write `Option<{Self}>`"
)]
pub trait HoldsNulls<K> {}
#[diagnostic::do_not_recommend]
impl<F> HoldsNulls<NotNull> for F {}
#[diagnostic::do_not_recommend]
impl<V> HoldsNulls<Null> for Option<V> {}
#[diagnostic::do_not_recommend]
impl<K, F: HoldsNulls<K>> HoldsNulls<Fixed<K>> for F {}

impl<T, V, K, S> Col<T, V, K, S> {
    /// The item of a select list that reads this column, a column of `table`. The derive calls it. What type of
    /// field can hold the column is checked once, by [`read`](Self::read), so that a mistake is one message.
    #[doc(hidden)]
    pub const fn item(self, table: &TableMeta, alias: &'static str) -> SelectItem {
        let cast = match table.find(self.name()) {
            Some(column) => column.cast,
            None => None,
        };
        let alias = if same_text(alias, self.name()) {
            None
        } else {
            Some(alias)
        };
        SelectItem::Column {
            alias,
            name: self.name(),
            cast,
        }
    }

    /// Reads what `item` selected. The derive calls it.
    ///
    /// # Errors
    /// When the value does not fit.
    #[doc(hidden)]
    pub fn read<'de, F: ReadsFrom<V> + HoldsNulls<K>, A: MapAccess<'de>>(
        self,
        row: &mut RowReader<A>,
        slot: &mut Slot<F>,
    ) -> Result<(), A::Error> {
        row.read(slot)
    }

    /// Reads what `item` selected of a related row that need not be there. The derive calls it.
    ///
    /// # Errors
    /// When the value does not fit.
    #[doc(hidden)]
    pub fn read_left<'de, F: ReadsFrom<V> + HoldsNulls<Null>, A: MapAccess<'de>>(
        self,
        row: &mut RowReader<A>,
        slot: &mut Slot<F>,
    ) -> Result<(), A::Error> {
        row.read(slot)
    }

    /// As `item`, under a cast of the user's, so that the field has the type of the cast. The derive calls it.
    #[doc(hidden)]
    pub const fn item_as(self, alias: &'static str, cast: &'static str) -> SelectItem {
        SelectItem::Column {
            alias: Some(alias),
            name: self.name(),
            cast: Some(cast),
        }
    }

    /// The item that reads a path into this column; `cast` is the user's or the field type's. The derive calls it.
    #[doc(hidden)]
    pub const fn item_at(
        self,
        alias: &'static str,
        steps: &'static [PathItem],
        text: bool,
        cast: Option<&'static str>,
    ) -> SelectItem
    where
        S: super::JsonLikeIn<T>,
    {
        SelectItem::Path {
            alias,
            name: self.name(),
            steps,
            text,
            cast,
        }
    }
}
