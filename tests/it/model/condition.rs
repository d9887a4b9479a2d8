//! A condition together with its meaning in Rust, in SQL's three-valued logic.

use std::sync::Arc;

use insforge::prelude::*;
use insforge::schema::Rel;

use super::draw::Drawn;
use super::world::World;

type Model<T> = Arc<dyn Fn(&World, &T) -> Option<bool> + Send + Sync>;

/// A condition on rows of `T`.
#[derive(Clone)]
pub(super) struct Cond<T> {
    pub(super) filter: ReadFilter<T>,
    model: Model<T>,
}

impl<T: 'static> Cond<T> {
    pub(super) fn new(
        filter: impl Into<ReadFilter<T>>,
        model: impl Fn(&World, &T) -> Option<bool> + Send + Sync + 'static,
    ) -> Self {
        Self {
            filter: filter.into(),
            model: Arc::new(model),
        }
    }

    /// Whether a row is kept: neither false nor NULL.
    pub(super) fn keeps(&self, world: &World, row: &T) -> bool {
        (self.model)(world, row) == Some(true)
    }

    pub(super) fn negated(self) -> Self {
        let model = self.model;
        Self::new(!self.filter, move |world, row| {
            model(world, row).map(|value| !value)
        })
    }

    /// All or any of these, by list or by operator.
    pub(super) fn group(parts: Vec<Self>, all: bool, by_operator: bool) -> Self {
        let (filters, models): (Vec<_>, Vec<_>) =
            parts.into_iter().map(|part| (part.filter, part.model)).unzip();
        let filter = match filters.clone().into_iter().reduce(
            |left, right| {
                if all { left & right } else { left | right }
            },
        ) {
            Some(joined) if by_operator => joined,
            _ if all => ReadFilter::all(filters),
            _ => ReadFilter::any(filters),
        };
        Self::new(filter, move |world, row| {
            let values: Vec<_> = models.iter().map(|model| model(world, row)).collect();
            if values.contains(&Some(!all)) {
                Some(!all)
            } else if values.contains(&None) {
                None
            } else {
                Some(all)
            }
        })
    }
}

/// What is asked of related rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    Any,
    None,
    Exists,
    Empty,
}

/// A condition on the rows of `U` that belong to a row.
pub(super) fn related<T: Drawn, U: Drawn, C: 'static>(
    relation: Rel<T, U, C>,
    ask: Ask,
    inner: Cond<U>,
    belongs: fn(&World, &T, &U) -> bool,
) -> Cond<T> {
    let filter = inner.filter.clone();
    let filter = match ask {
        Ask::Any => relation.any(|_| filter),
        Ask::None => relation.none(|_| filter),
        Ask::Exists => relation.exists(),
        Ask::Empty => relation.is_empty(),
    };
    Cond::new(filter, move |world, row| {
        let whatever = matches!(ask, Ask::Exists | Ask::Empty);
        let found = U::rows(world)
            .iter()
            .any(|other| belongs(world, row, other) && (whatever || inner.keeps(world, other)));
        Some(found == matches!(ask, Ask::Any | Ask::Exists))
    })
}
