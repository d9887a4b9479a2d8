//! Conditions on related rows: `t.comments.any(|c| c.spam.eq(true))`.

use core::fmt;
use core::marker::PhantomData;
use core::ops::{BitAnd, BitOr, Not};

use super::node::{Node, Related};
use super::{Condition, Filter, sealed};
use crate::schema::{Rel, Table};

/// A condition on rows of `T` that speaks of related rows. Reads take it; writes do not, since PostgREST has no
/// words for it there.
#[must_use = "a filter does nothing until it is given to a query"]
pub struct ReadFilter<T> {
    node: Node,
    table: PhantomData<fn() -> T>,
}

impl<T> ReadFilter<T> {
    pub(super) fn new(node: Node) -> Self {
        Self {
            node,
            table: PhantomData,
        }
    }

    /// Every one of these conditions; all rows when there are none.
    pub fn all(filters: impl IntoIterator<Item = Self>) -> Self {
        Self::new(Node::And(filters.into_iter().map(|filter| filter.node).collect()))
    }

    /// At least one of these conditions; no row when there are none.
    pub fn any(filters: impl IntoIterator<Item = Self>) -> Self {
        Self::new(Node::Or(filters.into_iter().map(|filter| filter.node).collect()))
    }
}

impl<T, U: Table, C> Rel<T, U, C> {
    /// A related row meets this condition.
    pub fn any<F: Condition<U>>(self, condition: impl FnOnce(&'static U::Cols) -> F) -> ReadFilter<T> {
        self.related(condition(U::COLS).into_node(), false)
    }

    /// No related row meets this condition.
    pub fn none<F: Condition<U>>(self, condition: impl FnOnce(&'static U::Cols) -> F) -> ReadFilter<T> {
        self.related(condition(U::COLS).into_node(), true)
    }

    /// There is a related row.
    pub fn exists(self) -> ReadFilter<T> {
        self.related(Node::And(Vec::new()), false)
    }

    /// There is no related row.
    pub fn is_empty(self) -> ReadFilter<T> {
        self.related(Node::And(Vec::new()), true)
    }

    fn related(self, condition: Node, absent: bool) -> ReadFilter<T> {
        ReadFilter::new(Node::Related(Related {
            link: self.link(),
            absent,
            condition: Box::new(condition),
        }))
    }
}

impl<T> From<Filter<T>> for ReadFilter<T> {
    fn from(filter: Filter<T>) -> Self {
        Self::new(filter.node)
    }
}

impl<T> sealed::Sealed for ReadFilter<T> {}

#[diagnostic::do_not_recommend]
impl<T> Condition<T> for ReadFilter<T> {
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

impl<T, C: Condition<T>> BitAnd<C> for ReadFilter<T> {
    type Output = Self;

    fn bitand(self, other: C) -> Self {
        Self::new(self.node.and(other.into_node()))
    }
}

impl<T, C: Condition<T>> BitOr<C> for ReadFilter<T> {
    type Output = Self;

    fn bitor(self, other: C) -> Self {
        Self::new(self.node.or(other.into_node()))
    }
}

impl<T> Not for ReadFilter<T> {
    type Output = Self;

    fn not(self) -> Self {
        Self::new(self.node.negate())
    }
}

impl<T> Clone for ReadFilter<T> {
    fn clone(&self) -> Self {
        Self::new(self.node.clone())
    }
}

impl<T> fmt::Debug for ReadFilter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ReadFilter").field(&self.node).finish()
    }
}
