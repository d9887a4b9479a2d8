//! A relation to another table as a value.

use core::fmt;
use core::marker::PhantomData;

use serde::de::MapAccess;

use super::embedded::{Countable, Embedded, EmbeddedSeed, HoldsCount};
use super::meta::TableMeta;
use super::projection::{Join, SelectItem};
use super::row::{RowReader, Slot};

/// A relation that leads to at most one row: belongs-to, has-one.
#[derive(Debug, Clone, Copy)]
pub struct ToOne;

/// A relation that leads to any number of rows.
#[derive(Debug, Clone, Copy)]
pub struct ToMany;

/// A cardinality of at most one row: `order_by`.
#[diagnostic::on_unimplemented(
    message = "rows cannot be ordered by a relation to many rows",
    label = "this relation leads to any number of rows",
    note = "`order_by` takes a relation declared `one`; order the embedded rows themselves in `embed`"
)]
pub trait LeadsToOne {}
#[diagnostic::do_not_recommend]
impl LeadsToOne for ToOne {}

/// A relation of cardinality `C` whose rows must be there.
#[derive(Debug, Clone, Copy)]
pub struct Inner<C>(PhantomData<fn() -> C>);

/// How a relation is asked for: its name, the other table, and the foreign key that is meant.
///
/// The table and the key stand behind functions: two tables that name each other would else be a cycle of constants.
#[derive(Clone, Copy)]
pub struct Link {
    pub(crate) name: &'static str,
    pub(crate) target: fn() -> &'static TableMeta,
    pub(crate) hint: fn() -> &'static str,
    /// The foreign key's own column, where the relation is "belongs to". PostgREST needs it for a table that refers
    /// to itself: by hint such a relation is always to many.
    pub(crate) own_column: Option<&'static str>,
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link")
            .field("name", &self.name)
            .field("target", &(self.target)().name)
            .field("hint", &(self.hint)())
            .finish()
    }
}

/// A relation from rows of `T` to rows of `U`; `C` is [`ToOne`] or [`ToMany`].
///
/// `any`, `none` and `exists` make conditions of it; a projection embeds it.
pub struct Rel<T, U, C> {
    link: Link,
    types: PhantomData<fn() -> (T, U, C)>,
}

impl<T, U, C> Rel<T, U, C> {
    /// The relation of this name. The derive calls it.
    #[doc(hidden)]
    pub const fn new(
        name: &'static str,
        target: fn() -> &'static TableMeta,
        hint: fn() -> &'static str,
    ) -> Self {
        Self {
            link: Link {
                name,
                target,
                hint,
                own_column: None,
            },
            types: PhantomData,
        }
    }

    /// The relation follows this column of `T` itself. The derive calls it.
    #[doc(hidden)]
    pub const fn by_own_column(mut self, column: &'static str) -> Self {
        self.link.own_column = Some(column);
        self
    }

    /// The relation's name in the struct.
    pub const fn name(self) -> &'static str {
        self.link.name
    }

    pub(crate) const fn link(self) -> Link {
        self.link
    }

    /// The item of a select list that embeds the related rows. The derive calls it. What type of field can hold
    /// them is checked once, by [`read_embed`](Self::read_embed), so that a mistake is one message.
    #[doc(hidden)]
    pub const fn embed(self, alias: &'static str, items: &'static [SelectItem]) -> SelectItem {
        self.joined(alias, Join::Left, items)
    }

    /// As [`embed`](Self::embed), without the rows that have no related one.
    #[doc(hidden)]
    pub const fn embed_inner(self, alias: &'static str, items: &'static [SelectItem]) -> SelectItem {
        self.joined(alias, Join::Inner, items)
    }

    const fn joined(self, alias: &'static str, join: Join, items: &'static [SelectItem]) -> SelectItem {
        SelectItem::Embed {
            alias,
            link: self.link,
            join,
            items,
        }
    }

    /// The item of a select list that counts the related rows. The derive calls it.
    #[doc(hidden)]
    pub const fn count(self, alias: &'static str) -> SelectItem
    where
        C: Countable,
    {
        SelectItem::Count {
            alias,
            link: self.link,
        }
    }

    /// Reads what `count` selected.
    ///
    /// # Errors
    /// When the value is of another shape.
    #[doc(hidden)]
    pub fn read_count<'de, F: HoldsCount, A: MapAccess<'de>>(
        self,
        row: &mut RowReader<A>,
        slot: &mut Slot<F>,
    ) -> Result<(), A::Error> {
        F::read(row, slot)
    }

    /// Reads what `embed` selected.
    ///
    /// # Errors
    /// When the value does not fit.
    #[doc(hidden)]
    pub fn read_embed<'de, E: Embedded<U, C>, A: MapAccess<'de>>(
        self,
        row: &mut RowReader<A>,
        slot: &mut Slot<E>,
    ) -> Result<(), A::Error> {
        row.read_seed(EmbeddedSeed::<E, U, C>::new(), slot)
    }

    /// Reads what `embed_inner` selected.
    ///
    /// # Errors
    /// When the value does not fit.
    #[doc(hidden)]
    pub fn read_embed_inner<'de, E: Embedded<U, Inner<C>>, A: MapAccess<'de>>(
        self,
        row: &mut RowReader<A>,
        slot: &mut Slot<E>,
    ) -> Result<(), A::Error> {
        row.read_seed(EmbeddedSeed::<E, U, Inner<C>>::new(), slot)
    }
}

impl<T, U, C> Clone for Rel<T, U, C> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T, U, C> Copy for Rel<T, U, C> {}

impl<T, U, C> fmt::Debug for Rel<T, U, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rel").field(&self.link.name).finish()
    }
}
