//! Values whose JSON form is the same string as their text form: numerics, dates, ranges, bytea and others.

use core::fmt::{self, Display};
use core::marker::PhantomData;

use serde::Deserializer;
use serde::de::{self, Visitor};

use crate::schema::value::ValueError;

/// A value that travels as text both in filters and in bodies.
pub(crate) trait TextForm: Sized {
    /// What a message calls the type, such as "a date".
    const EXPECTING: &'static str;

    fn write(&self, out: &mut String) -> Result<(), ValueError>;

    fn parse(text: &str) -> Result<Self, ValueError>;
}

/// The text of a value, for a JSON string.
pub(crate) fn text_of<T: TextForm>(value: &T) -> Result<String, ValueError> {
    let mut out = String::new();
    value.write(&mut out)?;
    Ok(out)
}

/// Reads a value from a JSON string, or from a number's text.
pub(crate) fn from_json<'de, T: TextForm, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(TextVisitor(PhantomData))
}

struct TextVisitor<T>(PhantomData<fn() -> T>);

impl<T: TextForm> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTING)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        T::parse(text).map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
        parse_number(&number)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<T, E> {
        parse_number(&number)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<T, E> {
        parse_number(&number)
    }
}

fn parse_number<T: TextForm, E: de::Error>(number: &dyn Display) -> Result<T, E> {
    T::parse(&number.to_string()).map_err(E::custom)
}

/// Implements `PgValue` for a [`TextForm`] type.
macro_rules! text_value {
    ($type:ty, $sql:ident $(, cast = $cast:literal, $array_cast:literal)?) => {
        impl $crate::schema::PgValue for $type {
            type Sql = $crate::schema::$sql;
            $(
                const CAST: Option<&'static str> = Some($cast);
                const ARRAY_CAST: Option<&'static str> = Some($array_cast);
            )?

            fn to_text(&self, out: &mut String) -> Result<(), $crate::schema::ValueError> {
                $crate::schema::values::text_form::TextForm::write(self, out)
            }

            fn to_json<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let text = $crate::schema::values::text_form::text_of(self)
                    .map_err(<S::Error as serde::ser::Error>::custom)?;
                serializer.serialize_str(&text)
            }

            fn from_json<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::schema::values::text_form::from_json(deserializer)
            }
        }
    };
}

/// Implements [`TextForm`] and `PgValue` for a foreign type through one of ours.
#[allow(unused_macros)] // Each use stands behind a feature.
macro_rules! foreign_value {
    ($type:ty => $ours:ty, $sql:ident $(, cast = $cast:literal, $array_cast:literal)?) => {
        impl $crate::schema::values::text_form::TextForm for $type {
            const EXPECTING: &'static str = <$ours as $crate::schema::values::text_form::TextForm>::EXPECTING;

            fn write(&self, out: &mut String) -> Result<(), $crate::schema::ValueError> {
                let ours = <$ours>::try_from(self.clone())
                    .map_err(|error| $crate::schema::ValueError::new(error.to_string()))?;
                $crate::schema::values::text_form::TextForm::write(&ours, out)
            }

            fn parse(text: &str) -> Result<Self, $crate::schema::ValueError> {
                let ours = <$ours as $crate::schema::values::text_form::TextForm>::parse(text)?;
                <$type>::try_from(ours).map_err(|error| $crate::schema::ValueError::new(error.to_string()))
            }
        }
        $crate::schema::values::text_form::text_value!($type, $sql $(, cast = $cast, $array_cast)?);
    };
}

#[allow(unused_imports)]
pub(crate) use {foreign_value, text_value};
