//! One column assignment of an update.

use core::marker::PhantomData;

use super::value::ValueError;

/// `column = value` of an update on `T`: made by `t.done.to(true)` or `t.body.to_null()`.
#[must_use = "an assignment does nothing until it is returned from `set`"]
pub struct Assign<T> {
    pub(crate) column: &'static str,
    pub(crate) json: Result<Vec<u8>, ValueError>,
    table: PhantomData<fn() -> T>,
}

impl<T> Assign<T> {
    pub(crate) fn new(column: &'static str, json: Result<Vec<u8>, ValueError>) -> Self {
        Self {
            column,
            json,
            table: PhantomData,
        }
    }
}

impl<T> core::fmt::Debug for Assign<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("Assign").field(&self.column).finish()
    }
}

/// One assignment, or several in a tuple, array or vector.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a set of assignments to `{T}`",
    label = "expected `t.column.to(value)`, or a tuple of such",
    note = "a tuple takes up to 12 assignments; use an array, a vector or several `.set(..)` for more"
)]
pub trait IntoAssignments<T> {
    /// Appends the assignments.
    #[doc(hidden)]
    fn append(self, out: &mut Vec<Assign<T>>);
}

#[diagnostic::do_not_recommend]
impl<T> IntoAssignments<T> for Assign<T> {
    fn append(self, out: &mut Vec<Assign<T>>) {
        out.push(self);
    }
}

#[diagnostic::do_not_recommend]
impl<T, const N: usize> IntoAssignments<T> for [Assign<T>; N] {
    fn append(self, out: &mut Vec<Assign<T>>) {
        out.extend(self);
    }
}

#[diagnostic::do_not_recommend]
impl<T> IntoAssignments<T> for Vec<Assign<T>> {
    fn append(self, out: &mut Vec<Assign<T>>) {
        out.extend(self);
    }
}

macro_rules! tuples {
    ($($($item:ident)+;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T> IntoAssignments<T> for ($(tuples!(@assign $item),)+) {
            fn append(self, out: &mut Vec<Assign<T>>) {
                #[allow(non_snake_case)]
                let ($($item,)+) = self;
                $(out.push($item);)+
            }
        }
    )*};
    (@assign $item:ident) => { Assign<T> };
}

tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
    A B C D E F G H I;
    A B C D E F G H I J;
    A B C D E F G H I J K;
    A B C D E F G H I J K L;
}
