//! What a setter of an insert or update takes.

use super::field::Field;
use super::value::PgValue;
use super::values::{Json, PgRange};

/// A value that a setter of an insert or update takes for a field of type `F`: the field's type, the bare value
/// of a nullable column, or `&str` for text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored in a column of type `{F}`",
    label = "expected `{F}`"
)]
pub trait IntoField<F> {
    /// The field's value.
    fn into_field(self) -> F;
}

#[diagnostic::do_not_recommend]
impl<F: Field> IntoField<F> for F {
    fn into_field(self) -> F {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<V: PgValue> IntoField<Option<V>> for V {
    fn into_field(self) -> Option<V> {
        Some(self)
    }
}

/// Conversions into a field's type and, for a nullable column, into an `Option` of it.
macro_rules! into_fields {
    ($(impl[$($generics:tt)*] $from:ty => $to:ty = |$this:ident| $convert:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> IntoField<$to> for $from {
            fn into_field(self) -> $to {
                let $this = self;
                $convert
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> IntoField<Option<$to>> for $from {
            fn into_field(self) -> Option<$to> {
                let $this = self;
                Some($convert)
            }
        }
    )*};
}

into_fields! {
    impl[] &str => String = |this| this.to_owned();
    impl[] &String => String = |this| this.clone();
    impl[T] T => Json<T> = |this| Json(this);
    impl[V] core::ops::Range<V> => PgRange<V> = |this| PgRange::from(this);
    impl[V] core::ops::RangeInclusive<V> => PgRange<V> = |this| PgRange::from(this);
    impl[V] core::ops::RangeFrom<V> => PgRange<V> = |this| PgRange::from(this);
    impl[E, const N: usize] [E; N] => Vec<E> = |this| this.into();
    impl[const N: usize] [&str; N] => Vec<String> = |this| this.map(str::to_owned).into();
    impl[] &[u8] => super::values::Bytea = |this| this.into();
    impl[] Vec<u8> => super::values::Bytea = |this| this.into();
}
