//! Operators against any or all of several values: `like(any).{..}`.

use super::node::Node;
use super::operators::text;
use super::{Filter, pattern};
use crate::schema::write_array_element;
use crate::schema::{Col, ColumnRef, Equatable, Operand, Ordered, PathExpr, SqlType, Textual, ValueError};

/// `operator(any|all).{texts}` on a column of type `S`; on an array column one comparison for each value, since
/// PostgreSQL has no arrays of arrays.
fn compared<S: SqlType>(
    column: ColumnRef,
    operator: &'static str,
    texts: Result<Vec<String>, ValueError>,
) -> Node {
    match (texts, operator.split_once('(')) {
        (Ok(texts), Some((name, _))) if S::IS_ARRAY => {
            let nodes = texts
                .into_iter()
                .map(|text| Node::compare(column.clone(), name, Ok(text)))
                .collect();
            if operator.ends_with("(all)") {
                Node::And(nodes)
            } else {
                Node::Or(nodes)
            }
        }
        (texts, _) => quantified(column, operator, texts),
    }
}

/// `operator(any|all).{texts}`
fn quantified(column: ColumnRef, operator: &'static str, texts: Result<Vec<String>, ValueError>) -> Node {
    if texts.as_ref().is_ok_and(Vec::is_empty) {
        // Constants, so that the guard of a write sees them for what they are.
        return if operator.ends_with("(all)") {
            Node::And(Vec::new())
        } else {
            Node::Or(Vec::new())
        };
    }
    let literal = texts.map(|texts| {
        let mut out = String::from("{");
        for (position, text) in texts.iter().enumerate() {
            if position > 0 {
                out.push(',');
            }
            write_array_element(text, &mut out);
        }
        out.push('}');
        out
    });
    Node::compare(column, operator, literal)
}

fn texts<V, O: Operand<V>>(values: impl IntoIterator<Item = O>) -> Result<Vec<String>, ValueError> {
    values.into_iter().map(|value| text(&value)).collect()
}

/// LIKE against several patterns; all go as regular expressions as soon as one holds a star.
fn likes<P: AsRef<str>>(
    column: ColumnRef,
    patterns: impl IntoIterator<Item = P>,
    like: &'static str,
    regex: &'static str,
) -> Node {
    let patterns: Vec<P> = patterns.into_iter().collect();
    if patterns.iter().any(|pattern| pattern.as_ref().contains('*')) {
        let regexes = patterns
            .iter()
            .map(|pattern| pattern::to_regex(pattern.as_ref()))
            .collect();
        quantified(column, regex, regexes)
    } else {
        let checked = patterns
            .iter()
            .map(|pattern| pattern::check(pattern.as_ref()).map(|()| pattern.as_ref().to_owned()))
            .collect();
        quantified(column, like, checked)
    }
}

macro_rules! compared {
    ($family:ident, $($(#[$doc:meta])* $method:ident = $operator:literal;)*) => {$(
        $(#[$doc])*
        pub fn $method<O: Operand<V>>(self, values: impl IntoIterator<Item = O>) -> Filter<T>
        where
            S: $family,
        {
            Filter::new(compared::<S>(self.reference(), $operator, texts(values)))
        }
    )*};
}

macro_rules! patterned {
    ($($(#[$doc:meta])* $method:ident = $like:literal or $regex:literal;)*) => {$(
        $(#[$doc])*
        pub fn $method<P: AsRef<str>>(self, patterns: impl IntoIterator<Item = P>) -> Filter<T>
        where
            S: Textual,
        {
            Filter::new(likes(self.reference(), patterns, $like, $regex))
        }
    )*};
}

macro_rules! searched {
    ($($(#[$doc:meta])* $method:ident = $operator:literal;)*) => {$(
        $(#[$doc])*
        pub fn $method<P: AsRef<str>>(self, regexes: impl IntoIterator<Item = P>) -> Filter<T>
        where
            S: Textual,
        {
            let regexes = regexes.into_iter().map(|regex| pattern::checked(regex.as_ref())).collect();
            Filter::new(quantified(self.reference(), $operator, regexes))
        }
    )*};
}

macro_rules! quantified_operators {
    ($($column:ident),*) => {$(
        /// Against any or all of several values. An empty list matches no row under `any`, every row under `all`.
        impl<T, V, K, S> $column<T, V, K, S> {
            compared! { Equatable,
                /// The column equals one of these values, as an array: [`in_`](Self::in_) is the plainer word.
                eq_any = "eq(any)";
                /// The column equals each of these values.
                eq_all = "eq(all)";
            }

            compared! { Ordered,
                /// The column is greater than one of these.
                gt_any = "gt(any)";
                /// The column is greater than each of these.
                gt_all = "gt(all)";
                /// The column is greater than or equal to one of these.
                ge_any = "gte(any)";
                /// The column is greater than or equal to each of these.
                ge_all = "gte(all)";
                /// The column is less than one of these.
                lt_any = "lt(any)";
                /// The column is less than each of these.
                lt_all = "lt(all)";
                /// The column is less than or equal to one of these.
                le_any = "lte(any)";
                /// The column is less than or equal to each of these.
                le_all = "lte(all)";
            }

            patterned! {
                /// The text is like one of these patterns.
                like_any = "like(any)" or "match(any)";
                /// The text is like each of these patterns.
                like_all = "like(all)" or "match(all)";
                /// The text is like one of these patterns, without regard to case.
                ilike_any = "ilike(any)" or "imatch(any)";
                /// The text is like each of these patterns, without regard to case.
                ilike_all = "ilike(all)" or "imatch(all)";
            }

            searched! {
                /// One of these regular expressions finds a match.
                matches_any = "match(any)";
                /// Each of these regular expressions finds a match.
                matches_all = "match(all)";
                /// One of these regular expressions finds a match, without regard to case.
                imatches_any = "imatch(any)";
                /// Each of these regular expressions finds a match, without regard to case.
                imatches_all = "imatch(all)";
            }
        }
    )*};
}

quantified_operators!(Col, PathExpr);
