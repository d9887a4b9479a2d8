//! `Vec<T>` as an array, with `Vec<Option<T>>` for arrays that hold NULLs.

use serde::de::{self, SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserializer, Serializer};

use crate::schema::enum_meta::EnumMeta;
use crate::schema::field::Field;
use crate::schema::sql_type::Array;
use crate::schema::value::{AsJson, FromJson, PgValue, ValueError};

#[diagnostic::do_not_recommend]
impl<E: Field> PgValue for Vec<E> {
    type Sql = Array<<E::Base as PgValue>::Sql>;
    // `_text` is `text[]`: PostgREST's cast takes letters, digits and `_` only.
    const CAST: Option<&'static str> = E::Base::ARRAY_CAST;
    const ARRAY_CAST: Option<&'static str> = E::Base::ARRAY_CAST;
    const IS_ARRAY: bool = true;
    const ENUM: Option<&'static EnumMeta> = E::Base::ENUM;

    fn to_text(&self, out: &mut String) -> Result<(), ValueError> {
        write_array_literal(self.iter().map(Field::base), out)
    }

    fn to_json<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(self.len()))?;
        for element in self {
            seq.serialize_element(&AsJson(element))?;
        }
        seq.end()
    }

    fn from_json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ArrayVisitor<E>(core::marker::PhantomData<fn() -> E>);

        impl<'de, E: Field> Visitor<'de> for ArrayVisitor<E> {
            type Value = Vec<E>;

            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("an array")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<E>, A::Error> {
                let mut elements = Vec::with_capacity(seq.size_hint().unwrap_or(0).min(1024));
                while let Some(element) = seq.next_element_seed(FromJson::<E>::new())? {
                    elements.push(element);
                }
                Ok(elements)
            }

            fn visit_unit<A: de::Error>(self) -> Result<Vec<E>, A> {
                Err(A::custom("null in a column declared NOT NULL"))
            }
        }

        deserializer.deserialize_seq(ArrayVisitor(core::marker::PhantomData))
    }
}

/// Appends `{..}` with every element quoted, except NULL, which must stay bare, and nested arrays, whose braces
/// are their own.
fn write_array_literal<'a, V: PgValue + 'a>(
    elements: impl Iterator<Item = Option<&'a V>>,
    out: &mut String,
) -> Result<(), ValueError> {
    out.push('{');
    let mut text = String::new();
    for (position, element) in elements.enumerate() {
        if position > 0 {
            out.push(',');
        }
        match element {
            None => out.push_str("NULL"),
            Some(value) => {
                text.clear();
                value.to_text(&mut text)?;
                if V::IS_ARRAY {
                    out.push_str(&text);
                } else {
                    write_array_element(&text, out);
                }
            }
        }
    }
    out.push('}');
    Ok(())
}

/// Appends one element of an array literal: bare when it can only be read as itself, else quoted.
pub(crate) fn write_array_element(text: &str, out: &mut String) {
    let bare = !text.is_empty()
        && !text.eq_ignore_ascii_case("null")
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b':' | b'+'));
    if bare {
        out.push_str(text);
        return;
    }
    out.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
}
