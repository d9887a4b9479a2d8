//! A column of which the program knows the name alone, when it runs.

use super::field::Field;
use super::operand::Operand;
use super::sql_type::{
    Boolean, Container, Equatable, JsonLike, Ordered, Overlapping, Ranged, Searchable, SqlType, Textual,
};
use super::value::{AsJson, PgValue, ValueError};

/// The type of a column that is not known: any value compares with it, and the database says whether it can.
#[derive(Debug, Clone, Copy)]
pub struct UnknownValue;

/// The SQL type of a column that is not known: it has every operator, and the database says whether it can.
#[derive(Debug, Clone, Copy)]
pub struct UnknownType;

impl SqlType for UnknownType {
    const NAME: &'static str = "unknown";
    const ARRAY_NAME: &'static str = "unknown[]";
    const CANONICAL: bool = false;
}

macro_rules! families {
    ($($family:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl $family for UnknownType {}
    )*};
}
families!(Equatable Ordered Textual Boolean Container Overlapping Ranged Searchable JsonLike);

/// The value's text; a JSON string's own, since it may be compared with a column of any type.
fn write_text<V: PgValue>(value: &V, out: &mut String) -> Result<(), ValueError> {
    if !V::IS_PLAIN_JSON {
        return value.to_text(out);
    }
    let mut json = String::new();
    value.to_text(&mut json)?;
    match json.as_bytes() {
        b"null" => Err(ValueError::new(
            "nothing equals `null`: use `is_null()` or `is_not_null()`",
        )),
        [b'"', ..] => {
            let text: String =
                serde_json::from_str(&json).map_err(|error| ValueError::new(error.to_string()))?;
            text.to_text(out)
        }
        _ => {
            out.push_str(&json);
            Ok(())
        }
    }
}

macro_rules! operands {
    ($(impl[$($generics:tt)*] $type:ty: $value:ty = |$this:ident| $convert:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Operand<UnknownValue> for $type {
            fn write_text(&self, out: &mut String) -> Result<(), ValueError> {
                let $this = self;
                write_text::<$value>($convert, out)
            }
            fn write_json(&self, out: &mut Vec<u8>) -> Result<(), ValueError> {
                let $this = self;
                super::operand::write_json(&AsJson::<$value>($convert), out)
            }
        }
    )*};
}

operands! {
    impl[V: PgValue] V: V = |this| this;
    impl[] &String: String = |this| *this;
    impl[] &str: String = |this| &String::from(*this);
    impl[E: Field + Clone, const N: usize] [E; N]: Vec<E> = |this| &this.to_vec();
    impl[const N: usize] [&str; N]: Vec<String> = |this| &this.iter().map(ToString::to_string).collect();
}
