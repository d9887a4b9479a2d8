//! A column where a projection wants a relation, and the other way round: one sentence for the mistake.
//!
//! The derive calls the same methods on whatever member of `TodoCols` the attribute names. On the wrong kind of
//! member only the first of them has a bound, which nothing meets; the others compile, so that nothing more is said.

use serde::de::{Error, MapAccess};

use super::column::Col;
use super::meta::TableMeta;
use super::projection::{PathItem, SelectItem};
use super::relation::Rel;
use super::row::{RowReader, Slot};
use super::spread::SpreadSlot;

/// A member of the columns' struct that leads to other rows. Columns do not.
#[diagnostic::on_unimplemented(
    message = "this is a column, and `embed`, `count` and `spread` take a relation",
    label = "no rows are related by the name of a column",
    note = "declare the relation on the table: `#[relation(owner: one Profile via owner_id)]`"
)]
pub trait IsRelation {}

/// A member of the columns' struct that holds a value. Relations do not.
#[diagnostic::on_unimplemented(
    message = "this is a relation, and a field without `embed` reads a column",
    label = "a relation leads to rows and has no value",
    note = "read its rows with `#[proj(embed = ..)]`, or one column of them with `#[proj(spread = .., column = ..)]`"
)]
pub trait IsColumn {}

#[doc(hidden)]
#[allow(unused_variables, missing_docs)]
impl<T, V, K, S> Col<T, V, K, S> {
    pub const fn embed(self, alias: &'static str, items: &'static [SelectItem]) -> SelectItem
    where
        Self: IsRelation,
    {
        self.item_as(alias, "")
    }

    pub const fn embed_inner(self, alias: &'static str, items: &'static [SelectItem]) -> SelectItem
    where
        Self: IsRelation,
    {
        self.item_as(alias, "")
    }

    pub const fn spread(self, prefix: &'static str, items: &'static [SelectItem]) -> SelectItem
    where
        Self: IsRelation,
    {
        self.item_as(prefix, "")
    }

    pub const fn spread_inner(self, prefix: &'static str, items: &'static [SelectItem]) -> SelectItem
    where
        Self: IsRelation,
    {
        self.item_as(prefix, "")
    }

    pub const fn count(self, alias: &'static str) -> SelectItem
    where
        Self: IsRelation,
    {
        self.item_as(alias, "")
    }

    pub fn read_embed<'de, F, A: MapAccess<'de>>(
        self,
        row: &mut RowReader<A>,
        slot: &mut Slot<F>,
    ) -> Result<(), A::Error> {
        Ok(())
    }

    pub fn read_embed_inner<'de, F, A: MapAccess<'de>>(
        self,
        row: &mut RowReader<A>,
        slot: &mut Slot<F>,
    ) -> Result<(), A::Error> {
        Ok(())
    }

    pub fn read_count<'de, F, A: MapAccess<'de>>(
        self,
        row: &mut RowReader<A>,
        slot: &mut Slot<F>,
    ) -> Result<(), A::Error> {
        Ok(())
    }

    pub fn read_spread<'de, A: MapAccess<'de>>(
        self,
        row: &mut RowReader<A>,
        slot: &mut SpreadSlot,
    ) -> Result<(), A::Error> {
        Ok(())
    }

    pub fn take_spread<F, E: Error>(self, slot: SpreadSlot) -> Result<F, E> {
        Err(E::custom(self.name()))
    }

    pub fn take_spread_inner<F, E: Error>(self, slot: SpreadSlot) -> Result<F, E> {
        Err(E::custom(self.name()))
    }
}

#[doc(hidden)]
#[allow(unused_variables, missing_docs)]
impl<T, U, C> Rel<T, U, C> {
    pub const fn item(self, table: &TableMeta, alias: &'static str) -> SelectItem
    where
        Self: IsColumn,
    {
        self.joined_nothing(alias)
    }

    pub const fn item_as(self, alias: &'static str, cast: &'static str) -> SelectItem
    where
        Self: IsColumn,
    {
        self.joined_nothing(alias)
    }

    pub const fn item_at(
        self,
        alias: &'static str,
        steps: &'static [PathItem],
        text: bool,
        cast: Option<&'static str>,
    ) -> SelectItem
    where
        Self: IsColumn,
    {
        self.joined_nothing(alias)
    }

    const fn joined_nothing(self, alias: &'static str) -> SelectItem {
        self.embed(alias, &[])
    }

    pub fn read<'de, F, A: MapAccess<'de>>(
        self,
        row: &mut RowReader<A>,
        slot: &mut Slot<F>,
    ) -> Result<(), A::Error> {
        Ok(())
    }
}
