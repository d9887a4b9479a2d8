//! The order of rows.

use core::fmt;
use core::marker::PhantomData;

use super::filter::on_columns;
use crate::schema::{ColumnRef, LeadsToOne, Link, OrderedIn, Rel, Table};

/// One term of an order: `t.created_at.desc().nulls_last()`.
#[must_use = "an order does nothing until it is returned from `order`"]
pub struct Order<T> {
    term: OrderTerm,
    table: PhantomData<fn() -> T>,
}

/// A term, free of types.
#[derive(Debug, Clone)]
pub(crate) struct OrderTerm {
    pub(crate) column: ColumnRef,
    pub(crate) descending: bool,
    pub(crate) nulls_first: Option<bool>,
    /// The relations that lead to the row that has the column.
    pub(crate) through: Vec<Link>,
}

impl<T> Order<T> {
    fn new(column: ColumnRef, descending: bool) -> Self {
        Self {
            term: OrderTerm {
                column,
                descending,
                nulls_first: None,
                through: Vec::new(),
            },
            table: PhantomData,
        }
    }

    /// NULLs before the values. PostgreSQL puts them first when descending, last when ascending.
    pub fn nulls_first(mut self) -> Self {
        self.term.nulls_first = Some(true);
        self
    }

    /// NULLs after the values.
    pub fn nulls_last(mut self) -> Self {
        self.term.nulls_first = Some(false);
        self
    }
}

impl<T> fmt::Debug for Order<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Order").field(&self.term).finish()
    }
}

on_columns! {
    /// Order of rows.
    impl {
        /// Smallest first.
        pub fn asc(self) -> Order<T> where S: OrderedIn<T> {
            Order::new(self.reference(), false)
        }

        /// Largest first.
        pub fn desc(self) -> Order<T> where S: OrderedIn<T> {
            Order::new(self.reference(), true)
        }
    }
}

impl<T, U: Table, C> Rel<T, U, C> {
    /// By a column of the related row: `t.owner.order_by(|o| o.name.asc())`. Rows without one come where NULLs do.
    ///
    /// Source: PostgREST, "Top-level ordering" of embedded resources.
    pub fn order_by(self, order: impl FnOnce(&'static U::Cols) -> Order<U>) -> Order<T>
    where
        C: LeadsToOne,
    {
        let mut term = order(U::COLS).term;
        term.through.insert(0, self.link());
        Order {
            term,
            table: PhantomData,
        }
    }
}

/// One term, or several in a tuple, array or vector, the first weighing most.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an order of rows of `{T}`",
    label = "expected `t.column.asc()`, `t.column.desc()`, or a tuple of such",
    note = "a tuple takes up to 6 terms; use an array or a vector for more"
)]
pub trait IntoOrder<T> {
    /// Appends the terms.
    #[doc(hidden)]
    #[allow(private_interfaces)]
    fn append(self, out: &mut Vec<OrderTerm>);
}

#[diagnostic::do_not_recommend]
impl<T> IntoOrder<T> for Order<T> {
    #[allow(private_interfaces)]
    fn append(self, out: &mut Vec<OrderTerm>) {
        out.push(self.term);
    }
}

#[diagnostic::do_not_recommend]
impl<T, const N: usize> IntoOrder<T> for [Order<T>; N] {
    #[allow(private_interfaces)]
    fn append(self, out: &mut Vec<OrderTerm>) {
        out.extend(self.into_iter().map(|order| order.term));
    }
}

#[diagnostic::do_not_recommend]
impl<T> IntoOrder<T> for Vec<Order<T>> {
    #[allow(private_interfaces)]
    fn append(self, out: &mut Vec<OrderTerm>) {
        out.extend(self.into_iter().map(|order| order.term));
    }
}

macro_rules! tuples {
    ($($($item:ident)+;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T> IntoOrder<T> for ($(tuples!(@order $item),)+) {
            #[allow(private_interfaces)]
            fn append(self, out: &mut Vec<OrderTerm>) {
                #[allow(non_snake_case)]
                let ($($item,)+) = self;
                $(out.push($item.term);)+
            }
        }
    )*};
    (@order $item:ident) => { Order<T> };
}

tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
}
