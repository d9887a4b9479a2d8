//! An order together with its meaning in Rust.

use std::cmp::Ordering;
use std::fmt;

use insforge::query::Order;

/// One term: by a column's values as numbers, NULL as `None`.
pub(super) struct Term<T> {
    order: fn(bool) -> Order<T>,
    key: fn(&T) -> Option<f64>,
    descending: bool,
    nulls_first: Option<bool>,
}

impl<T> Clone for Term<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Term<T> {}

impl<T> fmt::Debug for Term<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.order())
    }
}

impl<T> Term<T> {
    /// `order` makes the term, descending if so told.
    pub(super) fn new(
        order: fn(bool) -> Order<T>,
        key: fn(&T) -> Option<f64>,
        descending: bool,
        nulls_first: Option<bool>,
    ) -> Self {
        Self {
            order,
            key,
            descending,
            nulls_first,
        }
    }

    /// The term for a query.
    pub(super) fn order(&self) -> Order<T> {
        let order = (self.order)(self.descending);
        match self.nulls_first {
            Some(true) => order.nulls_first(),
            Some(false) => order.nulls_last(),
            None => order,
        }
    }

    fn compare(&self, left: &T, right: &T) -> Ordering {
        // PostgreSQL takes NULL for the largest value unless told.
        let nulls_first = self.nulls_first.unwrap_or(self.descending);
        match ((self.key)(left), (self.key)(right)) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) if nulls_first => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) if nulls_first => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(left), Some(right)) if self.descending => right.total_cmp(&left),
            (Some(left), Some(right)) => left.total_cmp(&right),
        }
    }
}

/// Sorts as these terms say, the first weighing most.
pub(super) fn sort<T>(rows: &mut [&T], terms: &[Term<T>]) {
    rows.sort_by(|left, right| {
        terms
            .iter()
            .map(|term| term.compare(left, right))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    });
}
