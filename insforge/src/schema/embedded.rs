//! Fields that related rows, or their number, are read into.

use core::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Deserialize, DeserializeSeed, MapAccess};

use super::projection::Projection;
use super::relation::{Inner, ToMany, ToOne};
use super::row::{OptionalRow, Row, RowReader, Rows, Slot};

/// A field that related rows of `U` can be read into: `Vec<P>` for many, `Option<P>` for one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold the embedded relation to `{U}`",
    label = "expected a `Vec` for many rows, an `Option` for one (bare only with `inner`), of a projection of `{U}`"
)]
pub trait Embedded<U, C>: Sized {
    #[doc(hidden)]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

#[diagnostic::do_not_recommend]
impl<U, P: Projection<U>> Embedded<U, ToMany> for Vec<P> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Rows::<U, P>::deserialize(deserializer).map(Rows::into_vec)
    }
}

#[diagnostic::do_not_recommend]
impl<U, P: Projection<U>> Embedded<U, ToOne> for Option<P> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(OptionalRow::<U, P>::new())
    }
}

#[diagnostic::do_not_recommend]
impl<U, P: Projection<U>> Embedded<U, Inner<ToMany>> for Vec<P> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Rows::<U, P>::deserialize(deserializer).map(Rows::into_vec)
    }
}

#[diagnostic::do_not_recommend]
impl<U, P: Projection<U>> Embedded<U, Inner<ToOne>> for P {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Row::<U, P>::new().deserialize(deserializer)
    }
}

/// A cardinality of which a number is worth asking.
#[diagnostic::on_unimplemented(
    message = "a relation to one row cannot be counted",
    label = "this relation leads to at most one row",
    note = "count a relation declared `many`; whether the one row is there says `#[proj(embed = ..)]`"
)]
pub trait Countable {}
#[diagnostic::do_not_recommend]
impl Countable for ToMany {}

/// A field that the number of related rows can be read into: `i64`, as PostgreSQL counts.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold the number of related rows",
    label = "expected `i64`, as PostgreSQL counts"
)]
pub trait HoldsCount: Sized {
    #[doc(hidden)]
    fn read<'de, A: MapAccess<'de>>(row: &mut RowReader<A>, slot: &mut Slot<Self>) -> Result<(), A::Error>;
}
#[diagnostic::do_not_recommend]
impl HoldsCount for i64 {
    fn read<'de, A: MapAccess<'de>>(row: &mut RowReader<A>, slot: &mut Slot<Self>) -> Result<(), A::Error> {
        row.read_count(slot)
    }
}

/// Reads an embed into a field of type `E`.
pub(super) struct EmbeddedSeed<E, U, C>(PhantomData<fn() -> (E, U, C)>);

impl<E, U, C> EmbeddedSeed<E, U, C> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, U, C, E: Embedded<U, C>> DeserializeSeed<'de> for EmbeddedSeed<E, U, C> {
    type Value = E;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<E, D::Error> {
        E::read(deserializer)
    }
}
