//! What can stand on the right of an operator, and as a key.

use serde::Serialize;

use super::field::Field;
use super::value::{AsJson, PgValue, ValueError};
use super::values::{Json, PgRange};

/// A value that can be compared with, or assigned to, a column of base type `V`: the type itself, a reference to
/// it, `&str` for text, slices and arrays for arrays.
///
/// An `Option` is refused: SQL's `= NULL` matches nothing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with a column of type `{V}`",
    label = "expected a `{V}`",
    note = "for an `Option` use `eq_or_null(..)`, `filter_opt(..)` or `is_null()`"
)]
pub trait Operand<V> {
    /// Appends the value as PostgreSQL reads it from text.
    #[doc(hidden)]
    fn write_text(&self, out: &mut String) -> Result<(), ValueError>;
    /// Appends the value as a request body carries it.
    #[doc(hidden)]
    fn write_json(&self, out: &mut Vec<u8>) -> Result<(), ValueError>;
}

/// Appends `value` as JSON, with the serializer's error as the reason.
pub(crate) fn write_json<T: Serialize>(value: &T, out: &mut Vec<u8>) -> Result<(), ValueError> {
    serde_json::to_writer(out, value).map_err(|error| ValueError::new(error.to_string()))
}

#[diagnostic::do_not_recommend]
impl<V: PgValue> Operand<V> for V {
    fn write_text(&self, out: &mut String) -> Result<(), ValueError> {
        self.to_text(out)
    }
    fn write_json(&self, out: &mut Vec<u8>) -> Result<(), ValueError> {
        write_json(&AsJson(self), out)
    }
}

#[diagnostic::do_not_recommend]
impl<V: PgValue> Operand<V> for &V {
    fn write_text(&self, out: &mut String) -> Result<(), ValueError> {
        (*self).to_text(out)
    }
    fn write_json(&self, out: &mut Vec<u8>) -> Result<(), ValueError> {
        write_json(&AsJson(*self), out)
    }
}

macro_rules! operand_by_conversion {
    ($(impl[$($generics:tt)*] Operand<$value:ty> for $operand:ty = |$this:ident| $convert:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Operand<$value> for $operand {
            fn write_text(&self, out: &mut String) -> Result<(), ValueError> {
                let $this = self;
                <$value as PgValue>::to_text(&$convert, out)
            }
            fn write_json(&self, out: &mut Vec<u8>) -> Result<(), ValueError> {
                let $this = self;
                write_json(&AsJson::<$value>(&$convert), out)
            }
        }
    )*};
}

operand_by_conversion! {
    impl[] Operand<String> for &str = |this| String::from(*this);
    impl[] Operand<String> for std::borrow::Cow<'_, str> = |this| this.to_string();
    impl[E: Field + Clone, const N: usize] Operand<Vec<E>> for [E; N] = |this| this.to_vec();
    impl[E: Field + Clone] Operand<Vec<E>> for &[E] = |this| this.to_vec();
    impl[const N: usize] Operand<Vec<String>> for [&str; N] = |this| this.iter().map(ToString::to_string).collect();
    impl[] Operand<Vec<String>> for &[&str] = |this| this.iter().map(ToString::to_string).collect();
    impl[E: super::values::RangeBound + Clone] Operand<PgRange<E>> for core::ops::Range<E> = |this| PgRange::from(this.clone());
    impl[E: super::values::RangeBound + Clone] Operand<PgRange<E>> for core::ops::RangeInclusive<E> = |this| PgRange::from(this.clone());
    impl[E: super::values::RangeBound + Clone] Operand<PgRange<E>> for core::ops::RangeFrom<E> = |this| PgRange::from(this.clone());
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + serde::de::DeserializeOwned> Operand<Json<T>> for serde_json::Value {
    fn write_text(&self, out: &mut String) -> Result<(), ValueError> {
        Json(self.clone()).to_text(out)
    }
    fn write_json(&self, out: &mut Vec<u8>) -> Result<(), ValueError> {
        write_json(&AsJson(&Json(self.clone())), out)
    }
}
