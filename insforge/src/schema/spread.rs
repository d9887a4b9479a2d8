//! Columns of one related row that stand in the row itself: `#[proj(spread = owner)]`.
//!
//! They come as `__owner.name` and are put together again for the field's own projection. That a related row is
//! missing shows in nothing but its columns, which are NULL then.

use serde::de::{Error, MapAccess};
use serde_json::{Map, Value};

use super::embedded::Embedded;
use super::meta::TableMeta;
use super::projection::{Join, SelectItem};
use super::relation::{Inner, Rel, ToOne};
use super::row::RowReader;
use super::table::Table;

/// The columns of a spread on their way from the answer to the struct.
#[derive(Debug, Default)]
pub struct SpreadSlot {
    columns: Map<String, Value>,
}

impl SpreadSlot {
    /// A spread of which nothing was seen.
    #[doc(hidden)]
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn insert(&mut self, key: String, value: Value) {
        self.columns.insert(key, value);
    }

    fn all_null(&self) -> bool {
        !self.columns.is_empty() && self.columns.values().all(Value::is_null)
    }
}

/// A cardinality whose row can stand in the row that it belongs to.
#[diagnostic::on_unimplemented(
    message = "a relation to many rows cannot be spread",
    label = "this relation leads to many rows, and a spread to at most one",
    note = "read them into a `Vec` with `#[proj(embed = ..)]`"
)]
pub trait Spreadable {}
#[diagnostic::do_not_recommend]
impl Spreadable for ToOne {}

impl<T, U, C> Rel<T, U, C> {
    /// The item of a select list that spreads the related row. The derive calls it.
    #[doc(hidden)]
    pub const fn spread(self, prefix: &'static str, items: &'static [SelectItem]) -> SelectItem
    where
        C: Spreadable,
    {
        self.spread_item(Some(prefix), Join::Left, items)
    }

    /// As [`spread`](Self::spread), without the rows that have no related one.
    #[doc(hidden)]
    pub const fn spread_inner(self, prefix: &'static str, items: &'static [SelectItem]) -> SelectItem
    where
        C: Spreadable,
    {
        self.spread_item(Some(prefix), Join::Inner, items)
    }

    /// The item of a select list that reads one column of the related row. The derive calls it.
    #[doc(hidden)]
    pub const fn spread_column(self, items: &'static [SelectItem]) -> SelectItem
    where
        C: Spreadable,
    {
        self.spread_item(None, Join::Left, items)
    }

    /// As [`spread_column`](Self::spread_column), without the rows that have no related one.
    #[doc(hidden)]
    pub const fn spread_column_inner(self, items: &'static [SelectItem]) -> SelectItem
    where
        C: Spreadable,
    {
        self.spread_item(None, Join::Inner, items)
    }

    const fn spread_item(
        self,
        prefix: Option<&'static str>,
        join: Join,
        items: &'static [SelectItem],
    ) -> SelectItem {
        SelectItem::Spread {
            prefix,
            link: self.link(),
            join,
            items,
        }
    }

    /// The columns of the table that the relation leads to. The derive calls it.
    #[doc(hidden)]
    pub const fn cols(self) -> &'static U::Cols
    where
        U: Table,
    {
        U::COLS
    }

    /// The table that the relation leads to. The derive calls it.
    #[doc(hidden)]
    pub const fn meta(self) -> &'static TableMeta
    where
        U: Table,
    {
        U::META
    }

    /// Reads one column of what `spread` selected.
    ///
    /// # Errors
    /// When the JSON is broken.
    #[doc(hidden)]
    pub fn read_spread<'de, A: MapAccess<'de>>(
        self,
        row: &mut RowReader<A>,
        slot: &mut SpreadSlot,
    ) -> Result<(), A::Error> {
        row.read_spread(slot)
    }

    /// Makes the field of what was read of `spread`: nothing of columns that are all NULL.
    ///
    /// # Errors
    /// When a value does not fit.
    #[doc(hidden)]
    pub fn take_spread<F: Embedded<U, ToOne>, E: Error>(self, slot: SpreadSlot) -> Result<F, E> {
        let row = if slot.all_null() {
            Value::Null
        } else {
            Value::Object(slot.columns)
        };
        F::read(row).map_err(|error| E::custom(format_args!("{}: {error}", self.name())))
    }

    /// Makes the field of what was read of `spread_inner`.
    ///
    /// # Errors
    /// When a value does not fit.
    #[doc(hidden)]
    pub fn take_spread_inner<F: Embedded<U, Inner<ToOne>>, E: Error>(self, slot: SpreadSlot) -> Result<F, E> {
        F::read(Value::Object(slot.columns))
            .map_err(|error| E::custom(format_args!("{}: {error}", self.name())))
    }
}
