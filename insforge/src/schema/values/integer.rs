//! `i16`, `i32`, `i64`, `u32`, `u64`, `i8`, `u8`.. as integers. 64-bit ones travel as text: the gateway reparses
//! JSON in JavaScript, whose numbers end at 2^53.

use serde::{Deserializer, Serializer};

use super::text_form::{TextForm, text_value};
use crate::schema::sql_type::{Int2, Int4, Int8};
use crate::schema::value::{PgValue, ValueError};

macro_rules! small_integers {
    ($($type:ty as $sql:ident;)*) => {$(
        impl PgValue for $type {
            type Sql = $sql;

            fn to_text(&self, out: &mut String) -> Result<(), ValueError> {
                out.push_str(&self.to_string());
                Ok(())
            }

            fn to_json<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(self, serializer)
            }

            fn from_json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                serde::Deserialize::deserialize(deserializer)
            }
        }
    )*};
}

small_integers! {
    i8 as Int2;
    i16 as Int2;
    i32 as Int4;
    u16 as Int4;
    u32 as Int8;
}

macro_rules! wide_integers {
    ($($type:ty as $sql:ident, $expecting:literal;)*) => {$(
        impl TextForm for $type {
            const EXPECTING: &'static str = $expecting;

            fn write(&self, out: &mut String) -> Result<(), ValueError> {
                out.push_str(&self.to_string());
                Ok(())
            }

            fn parse(text: &str) -> Result<Self, ValueError> {
                text.parse().map_err(|_| ValueError::new(format!("`{text}` is not {}", $expecting)))
            }
        }
        text_value!($type, $sql, cast = "text", "_text");
    )*};
}

wide_integers! {
    i64 as Int8, "a 64-bit integer";
    u64 as Numeric, "an unsigned 64-bit integer";
    i128 as Numeric, "a 128-bit integer";
    u128 as Numeric, "an unsigned 128-bit integer";
}
