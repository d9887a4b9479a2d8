//! A struct field's type seen as a column: its base type and its nullability.

use serde::de::MapAccess;
use serde::{Deserializer, Serializer, de};

use super::diff::same_value;
use super::draft::RowWriter;
use super::meta::ColumnMeta;
use super::row::{RowReader, Slot};
use super::set::Set;
use super::sql_type::SqlType;
use super::value::PgValue;

/// Nullability and assignability of a column, as a type.
pub trait Kind: 'static {
    /// Whether the column can hold NULL.
    const NULLABLE: bool;

    /// What a field that reads a column of base type `V` has for a type.
    type Holds<V: PgValue>: Field;
}

/// A column declared NOT NULL.
#[derive(Debug, Clone, Copy)]
pub struct NotNull;

/// A column that can hold NULL: its field is an `Option`.
#[derive(Debug, Clone, Copy)]
pub struct Null;

/// A column of kind `K` that the database alone writes (identity, generated or read-only).
#[derive(Debug, Clone, Copy)]
pub struct Fixed<K>(core::marker::PhantomData<fn() -> K>);

impl Kind for NotNull {
    const NULLABLE: bool = false;
    type Holds<V: PgValue> = V;
}
impl Kind for Null {
    const NULLABLE: bool = true;
    type Holds<V: PgValue> = Option<V>;
}
impl<K: Kind> Kind for Fixed<K> {
    const NULLABLE: bool = K::NULLABLE;
    type Holds<V: PgValue> = K::Holds<V>;
}

/// A kind that can hold NULL: `is_null`, `eq_or_null`, `to_null`.
#[diagnostic::on_unimplemented(
    message = "`is_null` and its kin need a nullable column, but this column is declared NOT NULL",
    label = "this column never holds NULL: a nullable column's field is an `Option`"
)]
pub trait Nullable: Kind {}
#[diagnostic::do_not_recommend]
impl Nullable for Null {}
#[diagnostic::do_not_recommend]
impl<K: Nullable> Nullable for Fixed<K> {}

/// A kind that a request can assign: `to`, `to_null`.
#[diagnostic::on_unimplemented(
    message = "this column cannot be assigned: it is an identity, generated or read-only column",
    label = "the database alone writes this column"
)]
pub trait Updatable: Kind {}
#[diagnostic::do_not_recommend]
impl Updatable for NotNull {}
#[diagnostic::do_not_recommend]
impl Updatable for Null {}

/// The type of a field that maps to a column: a [`PgValue`], or an `Option` of one for a nullable column.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a table column",
    label = "no SQL type is known for `{Self}`",
    note = "derive `PgValue` on a newtype, `PgEnum` on an enum, or wrap a serde type in `insforge::Json<..>`"
)]
pub trait Field: Sized {
    /// The type inside the `Option`, or the type itself.
    type Base: PgValue;
    /// [`Null`] for an `Option`, else [`NotNull`].
    type Kind: Kind;
    /// The base type's SQL type.
    type Sql: SqlType;

    /// The column's metadata but for its name.
    #[doc(hidden)]
    const META: ColumnMeta = ColumnMeta::of::<Self>("");

    /// The value inside, if there is one.
    fn base(&self) -> Option<&Self::Base>;

    /// Writes the value as the request body carries it.
    #[doc(hidden)]
    fn to_json<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.base() {
            Some(value) => PgValue::to_json(value, serializer),
            None => serializer.serialize_none(),
        }
    }

    /// Reads the value as an answer carries it.
    #[doc(hidden)]
    fn from_json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    // The derive calls what follows on the type of the user's field, so that a type without this trait is reported
    // in one way and at one place.

    #[doc(hidden)]
    fn write_column(&self, column: &'static ColumnMeta, row: &mut RowWriter) {
        row.field(column, self);
    }

    #[doc(hidden)]
    fn write_set(value: &Set<Self>, column: &'static ColumnMeta, row: &mut RowWriter) {
        row.set(column, value);
    }

    #[doc(hidden)]
    fn diff(before: &Self, after: &Self) -> Set<Self>
    where
        Self: Clone,
    {
        if same_value(before, after) {
            Set::Unset
        } else {
            Set::Value(after.clone())
        }
    }

    #[doc(hidden)]
    fn read_slot<'de, A: MapAccess<'de>>(
        row: &mut RowReader<A>,
        slot: &mut Slot<Self>,
    ) -> Result<(), A::Error> {
        row.read(slot)
    }
}

#[diagnostic::do_not_recommend]
impl<V: PgValue> Field for V {
    type Base = V;
    type Kind = NotNull;
    type Sql = V::Sql;

    fn base(&self) -> Option<&V> {
        Some(self)
    }

    fn from_json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <V as PgValue>::from_json(deserializer)
    }
}

#[diagnostic::do_not_recommend]
impl<V: PgValue> Field for Option<V> {
    type Base = V;
    type Kind = Null;
    type Sql = V::Sql;

    fn base(&self) -> Option<&V> {
        self.as_ref()
    }

    fn from_json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OptionVisitor<V>(core::marker::PhantomData<fn() -> V>);

        impl<'de, V: PgValue> de::Visitor<'de> for OptionVisitor<V> {
            type Value = Option<V>;

            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("a value or null")
            }

            fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
                <V as PgValue>::from_json(deserializer).map(Some)
            }
        }

        deserializer.deserialize_option(OptionVisitor(core::marker::PhantomData))
    }
}
