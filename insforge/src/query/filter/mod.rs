//! Conditions on rows, as values.
//!
//! A column's operators make a [`Filter`]; `&`, `|` and `!` combine them; a list of them combines with
//! [`Filter::all`] and [`Filter::any`]. A filter knows its table, so one of another table does not compile.
//!
//! SQL's logic has three values: a comparison with NULL is neither true nor false, and `!` of it neither.
//!
//! ```
//! # use insforge::prelude::*;
//! # #[derive(Table)] #[table(name = "todos")]
//! # struct Todo { #[column(pk)] id: i64, done: bool, title: String, body: Option<String> }
//! let urgent = |t: &TodoCols| !t.done.eq(true) & (t.title.ilike("%now%") | t.body.is_null());
//! let filter: Filter<Todo> = urgent(Todo::COLS) & Filter::any([1, 2].map(|id| Todo::COLS.id.eq(id)));
//! # let _ = filter;
//! ```

mod fts;
mod node;
mod operators;
mod pattern;
mod quantified;
mod raw;
mod relation;

use core::fmt;
use core::marker::PhantomData;
use core::ops::{BitAnd, BitOr, Not};

pub use self::fts::Fts;
pub(crate) use self::node::{Arg, Leaf, Node, Operator, Related};
pub(super) use self::operators::on_columns;
pub(crate) use self::raw::balanced;
pub use self::relation::ReadFilter;

/// A condition on rows of `T`.
#[must_use = "a filter does nothing until it is given to a query"]
pub struct Filter<T> {
    pub(crate) node: Node,
    table: PhantomData<fn() -> T>,
}

impl<T> Filter<T> {
    pub(crate) fn new(node: Node) -> Self {
        Self {
            node,
            table: PhantomData,
        }
    }

    /// Every one of these conditions; all rows when there are none.
    ///
    /// A write whose condition turns out to be that is refused before it is sent.
    pub fn all(filters: impl IntoIterator<Item = Self>) -> Self {
        Self::new(Node::And(filters.into_iter().map(|filter| filter.node).collect()))
    }

    /// At least one of these conditions; no row when there are none.
    pub fn any(filters: impl IntoIterator<Item = Self>) -> Self {
        Self::new(Node::Or(filters.into_iter().map(|filter| filter.node).collect()))
    }
}

impl<T, C: Condition<T>> BitAnd<C> for Filter<T> {
    type Output = C::Joined;

    fn bitand(self, other: C) -> C::Joined {
        C::joined(self.node.and(other.into_node()))
    }
}

impl<T, C: Condition<T>> BitOr<C> for Filter<T> {
    type Output = C::Joined;

    fn bitor(self, other: C) -> C::Joined {
        C::joined(self.node.or(other.into_node()))
    }
}

impl<T> Not for Filter<T> {
    type Output = Self;

    fn not(self) -> Self {
        Self::new(self.node.negate())
    }
}

impl<T> Clone for Filter<T> {
    fn clone(&self) -> Self {
        Self::new(self.node.clone())
    }
}

impl<T> fmt::Debug for Filter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Filter").field(&self.node).finish()
    }
}

/// What a read takes as a condition on rows of `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a condition on rows of `{T}`",
    label = "expected a `Filter<{T}>`, made from the columns of the closure's argument"
)]
pub trait Condition<T>: sealed::Sealed {
    /// What `&` and `|` make of a [`Filter`] and this: a [`ReadFilter`] as soon as one speaks of related rows.
    type Joined: Condition<T>;

    #[doc(hidden)]
    #[allow(private_interfaces)]
    fn joined(node: Node) -> Self::Joined;

    #[doc(hidden)]
    #[allow(private_interfaces)]
    fn into_node(self) -> Node;
}

#[diagnostic::do_not_recommend]
impl<T> Condition<T> for Filter<T> {
    type Joined = Self;

    #[allow(private_interfaces)]
    fn joined(node: Node) -> Self {
        Self::new(node)
    }

    #[allow(private_interfaces)]
    fn into_node(self) -> Node {
        self.node
    }
}

mod sealed {
    pub trait Sealed {}
    impl<T> Sealed for super::Filter<T> {}
}
