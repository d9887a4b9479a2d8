//! What can stand on the right of an operator, and as a key.

use core::convert::Infallible;
use core::ops::{Range, RangeFrom, RangeInclusive};
use std::borrow::Cow;

use serde::Serialize;

use super::field::Field;
use super::value::{AsJson, PgValue, ValueError};
use super::values::{Json, PgRange, RangeBound};

/// A value that can be compared with, or assigned to, a column of base type `V`: the type itself, a reference to
/// it, `&str` for text, slices and arrays for arrays.
///
/// An `Option` is refused: SQL's `= NULL` matches nothing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with a column of type `{V}`",
    label = "expected `{V}`",
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

/// The methods of an operand that converts into a `V`. The impls stand outside, so that the compiler shows them and no
/// macro.
macro_rules! by_conversion {
    ($value:ty, |$this:ident| $convert:expr) => {
        fn write_text(&self, out: &mut String) -> Result<(), ValueError> {
            let $this = self;
            <$value as PgValue>::to_text(&$convert, out)
        }
        fn write_json(&self, out: &mut Vec<u8>) -> Result<(), ValueError> {
            let $this = self;
            write_json(&AsJson::<$value>(&$convert), out)
        }
    };
}

#[diagnostic::do_not_recommend]
impl Operand<String> for &str {
    by_conversion!(String, |this| String::from(*this));
}

/// Nothing holds this. A type with one impl only has it shown with every mistake, in eight lines that say that text
/// compares with text.
#[diagnostic::do_not_recommend]
impl Operand<Infallible> for &str {
    fn write_text(&self, _: &mut String) -> Result<(), ValueError> {
        Ok(())
    }
    fn write_json(&self, _: &mut Vec<u8>) -> Result<(), ValueError> {
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl Operand<String> for Cow<'_, str> {
    by_conversion!(String, |this| this.to_string());
}

#[diagnostic::do_not_recommend]
impl<E: Field + Clone, const N: usize> Operand<Vec<E>> for [E; N] {
    by_conversion!(Vec<E>, |this| this.to_vec());
}

#[diagnostic::do_not_recommend]
impl<E: Field + Clone> Operand<Vec<E>> for &[E] {
    by_conversion!(Vec<E>, |this| this.to_vec());
}

#[diagnostic::do_not_recommend]
impl<const N: usize> Operand<Vec<String>> for [&str; N] {
    by_conversion!(Vec<String>, |this| this.iter().map(ToString::to_string).collect());
}

#[diagnostic::do_not_recommend]
impl Operand<Vec<String>> for &[&str] {
    by_conversion!(Vec<String>, |this| this.iter().map(ToString::to_string).collect());
}

#[diagnostic::do_not_recommend]
impl<E: RangeBound + Clone> Operand<PgRange<E>> for Range<E> {
    by_conversion!(PgRange<E>, |this| PgRange::from(this.clone()));
}

#[diagnostic::do_not_recommend]
impl<E: RangeBound + Clone> Operand<PgRange<E>> for RangeInclusive<E> {
    by_conversion!(PgRange<E>, |this| PgRange::from(this.clone()));
}

#[diagnostic::do_not_recommend]
impl<E: RangeBound + Clone> Operand<PgRange<E>> for RangeFrom<E> {
    by_conversion!(PgRange<E>, |this| PgRange::from(this.clone()));
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
