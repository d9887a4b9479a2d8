//! A Rust type that a column can hold.

use core::fmt;
use std::borrow::Cow;

use serde::{Deserializer, Serializer};

use super::enum_meta::EnumMeta;
use super::sql_type::SqlType;

/// A Rust type that a PostgreSQL column can hold, with its two wire forms: text in filters, JSON in bodies.
///
/// Derive it on a newtype to keep two ids of the same SQL type apart, or derive `PgEnum` on an enum.
///
/// ```
/// use insforge::prelude::*;
///
/// #[derive(PgValue, Debug, Clone, PartialEq)]
/// pub struct ProfileId(pub i64);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a table column",
    label = "no SQL type is known for `{Self}`",
    note = "derive `PgValue` on a newtype, `PgEnum` on an enum, or wrap a serde type in `insforge::Json<..>`"
)]
pub trait PgValue: Sized {
    /// The column's SQL type.
    type Sql: SqlType;

    /// The type to which a select casts the column, for values that a JSON number would not carry exactly.
    const CAST: Option<&'static str> = None;

    /// [`CAST`](Self::CAST) of an array of such values.
    const ARRAY_CAST: Option<&'static str> = None;

    /// Whether the text form is an array literal, which nests unquoted.
    #[doc(hidden)]
    const IS_ARRAY: bool = false;

    /// Whether it is a JSON value that stands for itself where the column's type is unknown: text for text.
    #[doc(hidden)]
    const IS_PLAIN_JSON: bool = false;

    /// The type's own name where the SQL marker only names a family, such as an enum type's.
    const TYPE_NAME: Option<&'static str> = None;

    /// The values of an enum, also of an array of one.
    #[doc(hidden)]
    const ENUM: Option<&'static EnumMeta> = None;

    /// Appends the value as PostgreSQL reads it from text, unquoted.
    ///
    /// # Errors
    /// When the type has no text for this value, such as a NaN or an unknown enum variant.
    fn to_text(&self, out: &mut String) -> Result<(), ValueError>;

    /// Writes the value as a request body carries it.
    ///
    /// # Errors
    /// As [`to_text`](Self::to_text), as the serializer's error.
    fn to_json<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Reads the value as an answer carries it.
    ///
    /// # Errors
    /// When the JSON is of another shape or out of the type's range.
    fn from_json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// Why a value cannot be sent: a NaN, an unknown enum variant, a text with a NUL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueError(Cow<'static, str>);

impl ValueError {
    /// An error with this one-sentence reason.
    pub fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self(reason.into())
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ValueError {}

/// Why an enum's value that the program does not know is not sent. Code of `#[derive(PgEnum)]` calls it.
#[doc(hidden)]
pub fn unknown_variant(name: &str, value: &str) -> ValueError {
    ValueError::new(format!(
        "`{name}` has no value `{value}` that this program knows, so it cannot be sent"
    ))
}

/// Serialises by [`PgValue::to_json`] or [`Field::to_json`](super::Field), for places that want `Serialize`.
pub(crate) struct AsJson<'a, F>(pub(crate) &'a F);

impl<F: super::Field> serde::Serialize for AsJson<'_, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.to_json(serializer)
    }
}

/// Deserialises by [`Field::from_json`](super::Field).
pub(crate) struct FromJson<F>(core::marker::PhantomData<fn() -> F>);

impl<F> FromJson<F> {
    pub(crate) const fn new() -> Self {
        Self(core::marker::PhantomData)
    }
}

impl<'de, F: super::Field> serde::de::DeserializeSeed<'de> for FromJson<F> {
    type Value = F;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<F, D::Error> {
        F::from_json(deserializer)
    }
}
