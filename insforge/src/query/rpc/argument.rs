//! The types of arguments.

use std::borrow::Cow;

use super::ArgumentWriter;
use crate::schema::{ColumnMeta, Field, Json, Set};

/// The type of a function's argument: what a column can have, an `Option` of it for one that can be NULL, `&str`, or a
/// slice for an array.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of a database function",
    label = "no SQL type is known for `{Self}`",
    note = "derive `PgValue` on a newtype, `PgEnum` on an enum, or wrap a serde type in `insforge::Json<..>`"
)]
pub trait Argument {
    /// What is known of its type.
    #[doc(hidden)]
    const META: ColumnMeta;

    #[doc(hidden)]
    fn write(&self, name: &'static str, arguments: &mut ArgumentWriter);

    /// As an array whose elements the function takes one by one (`VARIADIC`).
    #[doc(hidden)]
    fn write_variadic(&self, name: &'static str, arguments: &mut ArgumentWriter) {
        self.write(name, arguments);
        // In a URL such an argument is a key that repeats, which the gateway does not let through.
        arguments.only_json();
    }

    /// As the body of a function whose one parameter has no name.
    #[doc(hidden)]
    fn write_whole(&self, arguments: &mut ArgumentWriter);
}

/// The type of an argument that has a default in the database: `Option<A>`, left out when `None`, or
/// [`Set<A>`](Set), where `Set<Option<V>>` can send NULL too.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be left out of a call, so it cannot be an argument with a default",
    label = "write `Option<{Self}>`: `None` leaves the argument out",
    note = "where NULL and the default differ, write `Set<Option<..>>`"
)]
pub trait DefaultedArgument {
    /// What is known of its type.
    #[doc(hidden)]
    const META: ColumnMeta;

    #[doc(hidden)]
    fn write(&self, name: &'static str, arguments: &mut ArgumentWriter);

    #[doc(hidden)]
    fn write_variadic(&self, name: &'static str, arguments: &mut ArgumentWriter);
}

#[diagnostic::do_not_recommend]
impl<A: Argument> DefaultedArgument for Option<A> {
    const META: ColumnMeta = A::META;

    fn write(&self, name: &'static str, arguments: &mut ArgumentWriter) {
        if let Some(value) = self {
            value.write(name, arguments);
        }
    }

    fn write_variadic(&self, name: &'static str, arguments: &mut ArgumentWriter) {
        if let Some(value) = self {
            value.write_variadic(name, arguments);
        }
    }
}

#[diagnostic::do_not_recommend]
impl<A: Argument> DefaultedArgument for Set<A> {
    const META: ColumnMeta = A::META;

    fn write(&self, name: &'static str, arguments: &mut ArgumentWriter) {
        if let Self::Value(value) = self {
            value.write(name, arguments);
        }
    }

    fn write_variadic(&self, name: &'static str, arguments: &mut ArgumentWriter) {
        if let Self::Value(value) = self {
            value.write_variadic(name, arguments);
        }
    }
}

#[diagnostic::do_not_recommend]
impl<F: Field> Argument for F {
    const META: ColumnMeta = <F as Field>::META;

    fn write(&self, name: &'static str, arguments: &mut ArgumentWriter) {
        arguments.value(name, self);
    }

    fn write_whole(&self, arguments: &mut ArgumentWriter) {
        arguments.whole(self);
    }
}

/// Borrowed forms of values, each through the owned one.
macro_rules! borrowed {
    ($(impl[$($generics:tt)*] $borrowed:ty as $owned:ty = |$this:ident| $convert:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Argument for $borrowed {
            const META: ColumnMeta = <$owned as Field>::META;

            fn write(&self, name: &'static str, arguments: &mut ArgumentWriter) {
                let $this = *self;
                let owned: $owned = $convert;
                arguments.value(name, &owned);
            }

            fn write_whole(&self, arguments: &mut ArgumentWriter) {
                let $this = *self;
                let owned: $owned = $convert;
                arguments.whole(&owned);
            }
        }
    )*};
}

borrowed! {
    impl[] &str as String = |this| this.to_owned();
    impl[] &String as String = |this| this.clone();
    impl[] Option<&str> as Option<String> = |this| this.map(str::to_owned);
    impl[E: Field + Clone] &[E] as Vec<E> = |this| this.to_vec();
    impl[E: Field + Clone] &Vec<E> as Vec<E> = |this| this.clone();
    impl[] &[&str] as Vec<String> = |this| this.iter().map(ToString::to_string).collect();
}

#[diagnostic::do_not_recommend]
impl Argument for Cow<'_, str> {
    const META: ColumnMeta = <String as Field>::META;

    fn write(&self, name: &'static str, arguments: &mut ArgumentWriter) {
        arguments.value(name, &self.to_string());
    }

    fn write_whole(&self, arguments: &mut ArgumentWriter) {
        arguments.whole(&self.to_string());
    }
}

#[diagnostic::do_not_recommend]
impl<T> Argument for &Json<T>
where
    Json<T>: Field,
{
    const META: ColumnMeta = <Json<T> as Field>::META;

    fn write(&self, name: &'static str, arguments: &mut ArgumentWriter) {
        arguments.value(name, *self);
    }

    fn write_whole(&self, arguments: &mut ArgumentWriter) {
        arguments.whole(*self);
    }
}
