//! The operators of a column, by family. Bounds stand on the methods, so that the compiler's message is ours.

use super::node::{Arg, Node, Operator};
use super::{Filter, Fts, pattern};
use crate::schema::{
    BooleanIn, ColumnRef, ContainerIn, EquatableIn, NullableIn, Operand, OperandIn, OrderedIn, OverlappingIn,
    RangedIn, SearchableIn, SqlType, TextualIn, ValueError,
};

/// The text of an operand.
pub(super) fn text<V>(operand: &impl Operand<V>) -> Result<String, ValueError> {
    let mut out = String::new();
    operand.write_text(&mut out)?;
    Ok(out)
}

fn word(column: ColumnRef, word: &'static str) -> Node {
    Node::leaf(column, Operator::Plain("is"), Arg::Word(word))
}

/// `column in values`; on an array column one equality for each, since PostgreSQL has no arrays of arrays.
fn list<S: SqlType, V, O: Operand<V>>(
    column: ColumnRef,
    values: impl IntoIterator<Item = O>,
    splittable: bool,
) -> Node {
    match values
        .into_iter()
        .map(|value| text(&value))
        .collect::<Result<Vec<_>, _>>()
    {
        Ok(texts) if S::IS_ARRAY => Node::Or(
            texts
                .into_iter()
                .map(|text| Node::compare(column.clone(), "eq", Ok(text)))
                .collect(),
        ),
        Ok(texts) => Node::Leaf(super::Leaf {
            column,
            negated: false,
            operator: Operator::Plain("in"),
            arg: Arg::List(texts),
            splittable,
        }),
        Err(reason) => Node::broken(&column, &reason),
    }
}

/// The same methods on a column and on a path into one. Their tokens are the caller's, so that the compiler's messages
/// show the method and no macro; the bounds stand on the line of the method, so that they quote one line.
macro_rules! on_columns {
    ($($(#[$doc:meta])* impl { $($methods:tt)* })*) => {$(
        $(#[$doc])*
        impl<T, V, K, S> $crate::schema::Col<T, V, K, S> { $($methods)* }
        $(#[$doc])*
        impl<T, V, K, S> $crate::schema::PathExpr<T, V, K, S> { $($methods)* }
    )*};
}
pub(crate) use on_columns;

on_columns! {
    /// Equality and NULL.
    impl {
        /// `column = value`. Rows where the column is NULL do not match.
        pub fn eq(self, value: impl OperandIn<T, V>) -> Filter<T> where S: EquatableIn<T> {
            Filter::new(Node::compare(self.reference(), "eq", text(&value)))
        }

        /// `column <> value`. Rows where the column is NULL do not match: see [`is_distinct`](Self::is_distinct).
        pub fn ne(self, value: impl OperandIn<T, V>) -> Filter<T> where S: EquatableIn<T> {
            Filter::new(Node::compare(self.reference(), "neq", text(&value)))
        }

        /// `column IS DISTINCT FROM value`: like [`ne`](Self::ne), but rows where the column is NULL match.
        pub fn is_distinct(self, value: impl OperandIn<T, V>) -> Filter<T> where S: EquatableIn<T> {
            Filter::new(Node::compare(self.reference(), "isdistinct", text(&value)))
        }

        /// The column equals one of these values; no row when there are none.
        pub fn in_<O: OperandIn<T, V>>(self, values: impl IntoIterator<Item = O>) -> Filter<T> where S: EquatableIn<T> {
            Filter::new(list::<S, V, O>(self.reference(), values, S::CANONICAL))
        }

        /// The column equals none of these values; every row when there are none.
        pub fn not_in<O: OperandIn<T, V>>(self, values: impl IntoIterator<Item = O>) -> Filter<T> where S: EquatableIn<T> {
            Filter::new(list::<S, V, O>(self.reference(), values, false).negate())
        }

        /// The column is NULL.
        pub fn is_null(self) -> Filter<T> where K: NullableIn<T> {
            Filter::new(word(self.reference(), "null"))
        }

        /// The column is not NULL.
        pub fn is_not_null(self) -> Filter<T> where K: NullableIn<T> {
            Filter::new(word(self.reference(), "null").negate())
        }

        /// `column = value` for `Some(value)`, `column IS NULL` for `None`.
        pub fn eq_or_null<O: OperandIn<T, V>>(self, value: Option<O>) -> Filter<T> where S: EquatableIn<T>, K: NullableIn<T> {
            match value {
                Some(value) => self.eq(value),
                None => self.is_null(),
            }
        }
    }

    /// Order.
    impl {
        /// `column > value`
        pub fn gt(self, value: impl OperandIn<T, V>) -> Filter<T> where S: OrderedIn<T> {
            Filter::new(Node::compare(self.reference(), "gt", text(&value)))
        }

        /// `column >= value`
        pub fn ge(self, value: impl OperandIn<T, V>) -> Filter<T> where S: OrderedIn<T> {
            Filter::new(Node::compare(self.reference(), "gte", text(&value)))
        }

        /// `column < value`
        pub fn lt(self, value: impl OperandIn<T, V>) -> Filter<T> where S: OrderedIn<T> {
            Filter::new(Node::compare(self.reference(), "lt", text(&value)))
        }

        /// `column <= value`
        pub fn le(self, value: impl OperandIn<T, V>) -> Filter<T> where S: OrderedIn<T> {
            Filter::new(Node::compare(self.reference(), "lte", text(&value)))
        }

        /// `low <= column AND column <= high`
        #[allow(clippy::clone_on_copy, reason = "a column is `Copy`, a path is not")]
        pub fn between(self, low: impl OperandIn<T, V>, high: impl OperandIn<T, V>) -> Filter<T> where S: OrderedIn<T> {
            self.clone().ge(low) & self.le(high)
        }
    }

    /// Text patterns.
    impl {
        /// SQL `LIKE`: `%` is any text, `_` any character, `\` takes the next one literally.
        pub fn like(self, pattern: impl AsRef<str>) -> Filter<T> where S: TextualIn<T> {
            Filter::new(pattern::like(self.reference(), pattern.as_ref(), pattern::Case::Sensitive))
        }

        /// [`like`](Self::like) without regard to case.
        pub fn ilike(self, pattern: impl AsRef<str>) -> Filter<T> where S: TextualIn<T> {
            Filter::new(pattern::like(self.reference(), pattern.as_ref(), pattern::Case::Insensitive))
        }

        /// A POSIX regular expression finds a match (`~`).
        pub fn matches(self, regex: impl AsRef<str>) -> Filter<T> where S: TextualIn<T> {
            Filter::new(Node::compare(self.reference(), "match", pattern::checked(regex.as_ref())))
        }

        /// [`matches`](Self::matches) without regard to case (`~*`).
        pub fn imatches(self, regex: impl AsRef<str>) -> Filter<T> where S: TextualIn<T> {
            Filter::new(Node::compare(self.reference(), "imatch", pattern::checked(regex.as_ref())))
        }

        /// The text begins with exactly this, whatever characters it holds.
        pub fn starts_with(self, prefix: impl AsRef<str>) -> Filter<T> where S: TextualIn<T> {
            let pattern = format!("{}%", pattern::escape(prefix.as_ref()));
            self.like(pattern)
        }

        /// The text ends with exactly this, whatever characters it holds.
        pub fn ends_with(self, suffix: impl AsRef<str>) -> Filter<T> where S: TextualIn<T> {
            let pattern = format!("%{}", pattern::escape(suffix.as_ref()));
            self.like(pattern)
        }

        /// The text holds exactly this, whatever characters it holds.
        pub fn contains(self, part: impl AsRef<str>) -> Filter<T> where S: TextualIn<T> {
            let pattern = format!("%{}%", pattern::escape(part.as_ref()));
            self.like(pattern)
        }

        /// [`contains`](Self::contains) without regard to case.
        pub fn icontains(self, part: impl AsRef<str>) -> Filter<T> where S: TextualIn<T> {
            let pattern = format!("%{}%", pattern::escape(part.as_ref()));
            self.ilike(pattern)
        }

        /// Full-text search: `t.body.fts(Fts::web("rust -java").config("english"))`.
        pub fn fts(self, search: Fts) -> Filter<T> where S: SearchableIn<T> {
            Filter::new(search.into_node(self.reference()))
        }
    }

    /// Truth.
    impl {
        /// The column is true.
        pub fn is_true(self) -> Filter<T> where S: BooleanIn<T> {
            Filter::new(word(self.reference(), "true"))
        }

        /// The column is false.
        pub fn is_false(self) -> Filter<T> where S: BooleanIn<T> {
            Filter::new(word(self.reference(), "false"))
        }

        /// The column is NULL, in the words of logic.
        pub fn is_unknown(self) -> Filter<T> where S: BooleanIn<T> {
            Filter::new(word(self.reference(), "unknown"))
        }
    }

    /// Arrays, ranges and JSON.
    impl {
        /// The column holds all of this: elements of an array, a range, a part of a JSON document (`@>`).
        pub fn contains_all(self, value: impl OperandIn<T, V>) -> Filter<T> where S: ContainerIn<T> {
            Filter::new(Node::compare(self.reference(), "cs", text(&value)))
        }

        /// The column lies within this (`<@`).
        pub fn contained_by(self, value: impl OperandIn<T, V>) -> Filter<T> where S: ContainerIn<T> {
            Filter::new(Node::compare(self.reference(), "cd", text(&value)))
        }

        /// The column and this have an element or a part in common (`&&`).
        pub fn overlaps(self, value: impl OperandIn<T, V>) -> Filter<T> where S: OverlappingIn<T> {
            Filter::new(Node::compare(self.reference(), "ov", text(&value)))
        }

        /// The column's range ends before this one begins (`<<`).
        pub fn strictly_left_of(self, range: impl OperandIn<T, V>) -> Filter<T> where S: RangedIn<T> {
            Filter::new(Node::compare(self.reference(), "sl", text(&range)))
        }

        /// The column's range begins after this one ends (`>>`).
        pub fn strictly_right_of(self, range: impl OperandIn<T, V>) -> Filter<T> where S: RangedIn<T> {
            Filter::new(Node::compare(self.reference(), "sr", text(&range)))
        }

        /// The column's range does not reach beyond this one's right end (`&<`).
        pub fn not_extends_right_of(self, range: impl OperandIn<T, V>) -> Filter<T> where S: RangedIn<T> {
            Filter::new(Node::compare(self.reference(), "nxr", text(&range)))
        }

        /// The column's range does not reach beyond this one's left end (`&>`).
        pub fn not_extends_left_of(self, range: impl OperandIn<T, V>) -> Filter<T> where S: RangedIn<T> {
            Filter::new(Node::compare(self.reference(), "nxl", text(&range)))
        }

        /// The column's range touches this one without overlapping (`-|-`).
        pub fn adjacent_to(self, range: impl OperandIn<T, V>) -> Filter<T> where S: RangedIn<T> {
            Filter::new(Node::compare(self.reference(), "adj", text(&range)))
        }
    }
}
