//! Random conditions and orders on the rows of a table.

use std::fmt::Debug;

use insforge::prelude::*;
use insforge::query::Order;
use insforge::schema::{Col, Int4, Null, Text};

use super::condition::{Ask, Cond};
use super::term::Term;
use super::world::{TEXTS, World, small};
use crate::render::source::Source;

/// A table that the model knows.
pub(super) trait Drawn: Table + Clone + Debug + PartialEq + Send + Sync + 'static {
    fn rows(world: &World) -> &[Self];

    /// A condition on one column.
    fn leaf(source: &mut Source) -> Cond<Self>;

    /// A condition on related rows; `depth` is left for what is asked of them.
    fn related(source: &mut Source, world: &World, depth: usize) -> Cond<Self>;

    /// A column to sort by; the first few are the key.
    fn columns() -> Vec<Sortable<Self>>;

    /// How many of the columns are the key.
    const KEY: usize = 1;
}

/// How a column sorts, and its values as numbers.
pub(super) type Sortable<T> = (fn(bool) -> Order<T>, fn(&T) -> Option<f64>);

/// `sortable!(Person.age)`
macro_rules! sortable {
    ($table:ident . $column:ident, |$row:ident| $key:expr) => {
        (
            |descending: bool| {
                let column = $table::COLS.$column;
                if descending { column.desc() } else { column.asc() }
            },
            |$row: &$table| $key,
        )
    };
}
pub(super) use sortable;

/// A condition of any shape, at most this deep.
pub(super) fn condition<T: Drawn>(source: &mut Source, world: &World, depth: usize) -> Cond<T> {
    let drawn = match source.below(if depth == 0 { 3 } else { 8 }) {
        0..=2 => T::leaf(source),
        3..=4 => T::related(source, world, depth - 1),
        kind => {
            let parts = (0..source.below(4))
                .map(|_| condition(source, world, depth - 1))
                .collect();
            let by_operator = source.below(2) == 0;
            Cond::group(parts, kind == 5, by_operator)
        }
    };
    if source.below(3) == 0 {
        drawn.negated()
    } else {
        drawn
    }
}

pub(super) fn ask(source: &mut Source) -> Ask {
    *source.pick(&[Ask::Any, Ask::Any, Ask::None, Ask::None, Ask::Exists, Ask::Empty])
}

/// Up to two columns, then the key.
pub(super) fn order<T: Drawn>(source: &mut Source) -> Vec<Term<T>> {
    let columns = T::columns();
    let mut terms: Vec<Term<T>> = (0..source.below(3))
        .map(|_| {
            let (order, key) = *source.pick(&columns);
            let nulls_first = [None, Some(true), Some(false)][source.below(3)];
            Term::new(order, key, source.below(2) == 0, nulls_first)
        })
        .collect();
    for (order, key) in columns.into_iter().take(T::KEY) {
        terms.push(Term::new(order, key, source.below(2) == 0, None));
    }
    terms
}

/// A comparison of a number.
pub(super) fn number<T: Drawn, K: 'static>(
    source: &mut Source,
    column: Col<T, i32, K, Int4>,
    get: fn(&T) -> Option<i32>,
) -> Cond<T> {
    let value = small(source.below(6)) - 1;
    let other = small(source.below(6)) - 1;
    let compare =
        |holds: fn(i32, i32) -> bool| move |_: &World, row: &T| get(row).map(|own| holds(own, value));
    match source.below(11) {
        0 => Cond::new(column.eq(value), compare(|own, value| own == value)),
        1 => Cond::new(column.ne(value), compare(|own, value| own != value)),
        2 => Cond::new(column.lt(value), compare(|own, value| own < value)),
        3 => Cond::new(column.le(value), compare(|own, value| own <= value)),
        4 => Cond::new(column.gt(value), compare(|own, value| own > value)),
        5 => Cond::new(column.ge(value), compare(|own, value| own >= value)),
        6 => Cond::new(column.in_([value, other]), move |_, row| {
            get(row).map(|own| own == value || own == other)
        }),
        7 => Cond::new(column.not_in([value, other]), move |_, row| {
            get(row).map(|own| own != value && own != other)
        }),
        8 => Cond::new(column.between(value, other), move |_, row| {
            get(row).map(|own| value <= own && own <= other)
        }),
        9 => Cond::new(column.gt_any([value, other]), move |_, row| {
            get(row).map(|own| own > value || own > other)
        }),
        _ => Cond::new(column.is_distinct(value), move |_, row| {
            Some(get(row) != Some(value))
        }),
    }
}

/// The same, and NULL.
pub(super) fn nullable_number<T: Drawn>(
    source: &mut Source,
    column: Col<T, i32, Null, Int4>,
    get: fn(&T) -> Option<i32>,
) -> Cond<T> {
    match source.below(5) {
        0 => Cond::new(column.is_null(), move |_, row| Some(get(row).is_none())),
        1 => Cond::new(column.is_not_null(), move |_, row| Some(get(row).is_some())),
        _ => number(source, column, get),
    }
}

/// A comparison of a text.
pub(super) fn text<T: Drawn, K: 'static>(
    source: &mut Source,
    column: Col<T, String, K, Text>,
    get: fn(&T) -> Option<&str>,
) -> Cond<T> {
    let value = *source.pick(&TEXTS);
    let other = *source.pick(&TEXTS);
    let compare =
        |holds: fn(&str, &str) -> bool| move |_: &World, row: &T| get(row).map(|own| holds(own, value));
    match source.below(7) {
        0 => Cond::new(column.eq(value), compare(|own, value| own == value)),
        1 => Cond::new(column.ne(value), compare(|own, value| own != value)),
        2 => Cond::new(column.contains(value), compare(|own, value| own.contains(value))),
        3 => Cond::new(
            column.starts_with(value),
            compare(|own, value| own.starts_with(value)),
        ),
        4 => Cond::new(column.in_([value, other]), move |_, row| {
            get(row).map(|own| own == value || own == other)
        }),
        5 => Cond::new(column.not_in([value, other]), move |_, row| {
            get(row).map(|own| own != value && own != other)
        }),
        _ => Cond::new(column.is_distinct(value), move |_, row| {
            Some(get(row) != Some(value))
        }),
    }
}
