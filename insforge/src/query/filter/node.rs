//! The tree behind a filter, free of types.

use crate::schema::{ColumnRef, Link, ValueError};

/// A condition as the renderer takes it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    Leaf(Leaf),
    /// Related rows that meet a condition are there, or are not: on reads alone.
    Related(Related),
    /// An operand of a tree in PostgREST's words.
    Raw(String),
    /// A value that cannot be sent; the request fails before it is.
    Broken(ValueError),
}

/// One comparison.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Leaf {
    pub(crate) column: ColumnRef,
    pub(crate) negated: bool,
    pub(crate) operator: Operator,
    pub(crate) arg: Arg,
    /// Whether equal values of the column's type have equal texts, so that an `in` list can be split.
    pub(crate) splittable: bool,
}

/// A condition on related rows.
#[derive(Debug, Clone)]
pub(crate) struct Related {
    pub(crate) link: Link,
    /// None may be there.
    pub(crate) absent: bool,
    pub(crate) condition: Box<Node>,
}

impl PartialEq for Related {
    fn eq(&self, other: &Self) -> bool {
        self.link.name == other.link.name
            && self.absent == other.absent
            && self.condition == other.condition
            && (self.link.target)().name == (other.link.target)().name
    }
}

/// An operator in PostgREST's spelling, with the configuration of a text search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Operator {
    Plain(&'static str),
    Search {
        kind: &'static str,
        config: Option<String>,
    },
}

/// What stands on the right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Arg {
    /// A value's text, to be quoted by position.
    Text(String),
    /// The texts of an `in` list.
    List(Vec<String>),
    /// `null`, `true`, `false`, `unknown`: never quoted.
    Word(&'static str),
}

impl Node {
    /// A comparison with one value, or the reason why it cannot be made.
    pub(crate) fn compare(
        column: ColumnRef,
        operator: &'static str,
        text: Result<String, ValueError>,
    ) -> Self {
        match text {
            Ok(text) => Self::leaf(column, Operator::Plain(operator), Arg::Text(text)),
            Err(reason) => Self::broken(&column, &reason),
        }
    }

    pub(crate) fn leaf(column: ColumnRef, operator: Operator, arg: Arg) -> Self {
        Self::Leaf(Leaf {
            column,
            negated: false,
            operator,
            arg,
            splittable: false,
        })
    }

    pub(crate) fn broken(column: &ColumnRef, reason: &ValueError) -> Self {
        Self::Broken(ValueError::new(format!(
            "filter on column `{}`: {reason}",
            column.name
        )))
    }

    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::And(mut left), Self::And(right)) => {
                left.extend(right);
                Self::And(left)
            }
            (Self::And(mut left), right) => {
                left.push(right);
                Self::And(left)
            }
            (left, right) => Self::And(vec![left, right]),
        }
    }

    pub(crate) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Or(mut left), Self::Or(right)) => {
                left.extend(right);
                Self::Or(left)
            }
            (Self::Or(mut left), right) => {
                left.push(right);
                Self::Or(left)
            }
            (left, right) => Self::Or(vec![left, right]),
        }
    }

    pub(crate) fn negate(self) -> Self {
        match self {
            Self::Leaf(leaf) => Self::Leaf(Leaf {
                negated: !leaf.negated,
                ..leaf
            }),
            Self::Related(related) => {
                let absent = !related.absent;
                Self::Related(Related { absent, ..related })
            }
            Self::Not(inner) => *inner,
            Self::Broken(reason) => Self::Broken(reason),
            tree => Self::Not(Box::new(tree)),
        }
    }
}
