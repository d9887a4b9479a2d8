//! A condition, an order and a window together: of a query, or of what it embeds.

use insforge::prelude::*;
use insforge::query::{Query, Scope};

use super::condition::Cond;
use super::draw::{self, Drawn};
use super::term::{Term, sort};
use super::world::World;
use crate::render::source::Source;

/// Which rows, in which order, and how many of them.
#[derive(Clone)]
pub(super) struct Narrow<T> {
    condition: Option<Cond<T>>,
    order: Vec<Term<T>>,
    pub(super) limit: Option<u64>,
    pub(super) offset: Option<u64>,
}

fn count(source: &mut Source, end: usize) -> u64 {
    u64::try_from(source.below(end)).expect("a small number")
}

impl<T: Drawn> Narrow<T> {
    /// The order ends with the key, so that there is only one right answer.
    pub(super) fn random(source: &mut Source, world: &World, depth: usize) -> Self {
        Self {
            condition: (source.below(4) > 0).then(|| draw::condition(source, world, depth)),
            order: draw::order(source),
            limit: (source.below(3) == 0).then(|| count(source, 6)),
            offset: (source.below(4) == 0).then(|| count(source, 4)),
        }
    }

    /// For a relation to one row: there is nothing to sort or count.
    pub(super) fn of_one(source: &mut Source, world: &World, depth: usize) -> Self {
        Self {
            condition: (source.below(2) == 0).then(|| draw::condition(source, world, depth)),
            order: Vec::new(),
            limit: None,
            offset: None,
        }
    }

    /// The rows that meet the condition, sorted.
    pub(super) fn kept<'w>(&self, world: &'w World, belongs: impl Fn(&T) -> bool) -> Vec<&'w T> {
        let mut rows: Vec<&T> = T::rows(world)
            .iter()
            .filter(|row| belongs(row))
            .filter(|row| self.condition.as_ref().is_none_or(|cond| cond.keeps(world, row)))
            .collect();
        sort(&mut rows, &self.order);
        rows
    }

    /// The window's part of what was kept.
    pub(super) fn window<R>(&self, rows: Vec<R>) -> Vec<R> {
        let number = |rows: Option<u64>, or: usize| {
            rows.map_or(or, |rows| usize::try_from(rows).expect("a small number"))
        };
        rows.into_iter()
            .skip(number(self.offset, 0))
            .take(number(self.limit, usize::MAX))
            .collect()
    }

    /// What is embedded of the rows that belong together.
    pub(super) fn embedded<'w>(&self, world: &'w World, belongs: impl Fn(&T) -> bool) -> Vec<&'w T> {
        self.window(self.kept(world, belongs))
    }

    pub(super) fn of_query<P>(&self, mut query: Query<T, P>) -> Query<T, P> {
        if let Some(condition) = &self.condition {
            query = query.filter(|_| condition.filter.clone());
        }
        if !self.order.is_empty() {
            query = query.order(|_| self.orders());
        }
        if let Some(limit) = self.limit {
            query = query.limit(limit);
        }
        if let Some(offset) = self.offset {
            query = query.offset(offset);
        }
        query
    }

    pub(super) fn of_scope<P: Projection<T>>(&self, mut scope: Scope<T, P>) -> Scope<T, P> {
        if let Some(condition) = &self.condition {
            scope = scope.filter(|_| condition.filter.clone());
        }
        if !self.order.is_empty() {
            scope = scope.order(|_| self.orders());
        }
        if let Some(limit) = self.limit {
            scope = scope.limit(limit);
        }
        if let Some(offset) = self.offset {
            scope = scope.offset(offset);
        }
        scope
    }

    fn orders(&self) -> Vec<insforge::query::Order<T>> {
        self.order.iter().map(Term::order).collect()
    }
}
