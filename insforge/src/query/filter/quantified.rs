//! Operators against any or all of several values: `like(any).{..}`.

use super::node::Node;
use super::operators::{on_columns, text};
use super::{Filter, pattern};
use crate::schema::write_array_element;
use crate::schema::{ColumnRef, EquatableIn, Operand, OperandIn, OrderedIn, SqlType, TextualIn, ValueError};

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

fn regexes_of<P: AsRef<str>>(regexes: impl IntoIterator<Item = P>) -> Result<Vec<String>, ValueError> {
    regexes
        .into_iter()
        .map(|regex| pattern::checked(regex.as_ref()))
        .collect()
}

// The bounds stand on the line of the method: see `on_columns`.
on_columns! {
    /// Against any or all of several values. An empty list matches no row under `any`, every row under `all`.
    impl {
        /// The column equals one of these values, as an array: [`in_`](Self::in_) is the plainer word.
        pub fn eq_any<O: OperandIn<T, V>>(self, values: impl IntoIterator<Item = O>) -> Filter<T> where S: EquatableIn<T> {
            Filter::new(compared::<S>(self.reference(), "eq(any)", texts(values)))
        }

        /// The column equals each of these values.
        pub fn eq_all<O: OperandIn<T, V>>(self, values: impl IntoIterator<Item = O>) -> Filter<T> where S: EquatableIn<T> {
            Filter::new(compared::<S>(self.reference(), "eq(all)", texts(values)))
        }

        /// The column is greater than one of these.
        pub fn gt_any<O: OperandIn<T, V>>(self, values: impl IntoIterator<Item = O>) -> Filter<T> where S: OrderedIn<T> {
            Filter::new(compared::<S>(self.reference(), "gt(any)", texts(values)))
        }

        /// The column is greater than each of these.
        pub fn gt_all<O: OperandIn<T, V>>(self, values: impl IntoIterator<Item = O>) -> Filter<T> where S: OrderedIn<T> {
            Filter::new(compared::<S>(self.reference(), "gt(all)", texts(values)))
        }

        /// The column is greater than or equal to one of these.
        pub fn ge_any<O: OperandIn<T, V>>(self, values: impl IntoIterator<Item = O>) -> Filter<T> where S: OrderedIn<T> {
            Filter::new(compared::<S>(self.reference(), "gte(any)", texts(values)))
        }

        /// The column is greater than or equal to each of these.
        pub fn ge_all<O: OperandIn<T, V>>(self, values: impl IntoIterator<Item = O>) -> Filter<T> where S: OrderedIn<T> {
            Filter::new(compared::<S>(self.reference(), "gte(all)", texts(values)))
        }

        /// The column is less than one of these.
        pub fn lt_any<O: OperandIn<T, V>>(self, values: impl IntoIterator<Item = O>) -> Filter<T> where S: OrderedIn<T> {
            Filter::new(compared::<S>(self.reference(), "lt(any)", texts(values)))
        }

        /// The column is less than each of these.
        pub fn lt_all<O: OperandIn<T, V>>(self, values: impl IntoIterator<Item = O>) -> Filter<T> where S: OrderedIn<T> {
            Filter::new(compared::<S>(self.reference(), "lt(all)", texts(values)))
        }

        /// The column is less than or equal to one of these.
        pub fn le_any<O: OperandIn<T, V>>(self, values: impl IntoIterator<Item = O>) -> Filter<T> where S: OrderedIn<T> {
            Filter::new(compared::<S>(self.reference(), "lte(any)", texts(values)))
        }

        /// The column is less than or equal to each of these.
        pub fn le_all<O: OperandIn<T, V>>(self, values: impl IntoIterator<Item = O>) -> Filter<T> where S: OrderedIn<T> {
            Filter::new(compared::<S>(self.reference(), "lte(all)", texts(values)))
        }

        /// The text is like one of these patterns.
        pub fn like_any<P: AsRef<str>>(self, patterns: impl IntoIterator<Item = P>) -> Filter<T> where S: TextualIn<T> {
            Filter::new(likes(self.reference(), patterns, "like(any)", "match(any)"))
        }

        /// The text is like each of these patterns.
        pub fn like_all<P: AsRef<str>>(self, patterns: impl IntoIterator<Item = P>) -> Filter<T> where S: TextualIn<T> {
            Filter::new(likes(self.reference(), patterns, "like(all)", "match(all)"))
        }

        /// The text is like one of these patterns, without regard to case.
        pub fn ilike_any<P: AsRef<str>>(self, patterns: impl IntoIterator<Item = P>) -> Filter<T> where S: TextualIn<T> {
            Filter::new(likes(self.reference(), patterns, "ilike(any)", "imatch(any)"))
        }

        /// The text is like each of these patterns, without regard to case.
        pub fn ilike_all<P: AsRef<str>>(self, patterns: impl IntoIterator<Item = P>) -> Filter<T> where S: TextualIn<T> {
            Filter::new(likes(self.reference(), patterns, "ilike(all)", "imatch(all)"))
        }

        /// One of these regular expressions finds a match.
        pub fn matches_any<P: AsRef<str>>(self, regexes: impl IntoIterator<Item = P>) -> Filter<T> where S: TextualIn<T> {
            Filter::new(quantified(self.reference(), "match(any)", regexes_of(regexes)))
        }

        /// Each of these regular expressions finds a match.
        pub fn matches_all<P: AsRef<str>>(self, regexes: impl IntoIterator<Item = P>) -> Filter<T> where S: TextualIn<T> {
            Filter::new(quantified(self.reference(), "match(all)", regexes_of(regexes)))
        }

        /// One of these regular expressions finds a match, without regard to case.
        pub fn imatches_any<P: AsRef<str>>(self, regexes: impl IntoIterator<Item = P>) -> Filter<T> where S: TextualIn<T> {
            Filter::new(quantified(self.reference(), "imatch(any)", regexes_of(regexes)))
        }

        /// Each of these regular expressions finds a match, without regard to case.
        pub fn imatches_all<P: AsRef<str>>(self, regexes: impl IntoIterator<Item = P>) -> Filter<T> where S: TextualIn<T> {
            Filter::new(quantified(self.reference(), "imatch(all)", regexes_of(regexes)))
        }
    }
}
