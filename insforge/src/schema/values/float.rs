//! `f32` and `f64`. NaN and the infinities are read but never sent: JSON has no spelling for them.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{self, Visitor};
use serde::{Deserializer, Serializer, ser};

use crate::schema::sql_type::{Float4, Float8};
use crate::schema::value::{PgValue, ValueError};

macro_rules! floats {
    ($($type:ident as $sql:ident;)*) => {$(
        impl PgValue for $type {
            type Sql = $sql;

            fn to_text(&self, out: &mut String) -> Result<(), ValueError> {
                finite(f64::from(*self))?;
                out.push_str(&self.to_string());
                Ok(())
            }

            fn to_json<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                finite(f64::from(*self)).map_err(<S::Error as ser::Error>::custom)?;
                serde::Serialize::serialize(self, serializer)
            }

            fn from_json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(FloatVisitor::<$type>(PhantomData))
            }
        }

        impl Visitor<'_> for FloatVisitor<$type> {
            type Value = $type;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number")
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<$type, E> {
                Ok(number as $type)
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<$type, E> {
                Ok(number as $type)
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<$type, E> {
                Ok(number as $type)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<$type, E> {
                match text {
                    "NaN" => Ok($type::NAN),
                    "Infinity" => Ok($type::INFINITY),
                    "-Infinity" => Ok($type::NEG_INFINITY),
                    other => other.parse().map_err(|_| E::custom(format!("`{other}` is not a number"))),
                }
            }
        }
    )*};
}

struct FloatVisitor<T>(PhantomData<fn() -> T>);

floats! {
    f32 as Float4;
    f64 as Float8;
}

fn finite(number: f64) -> Result<(), ValueError> {
    if number.is_finite() {
        Ok(())
    } else {
        Err(ValueError::new(format!(
            "{number} cannot be sent: only finite numbers have a JSON form"
        )))
    }
}
