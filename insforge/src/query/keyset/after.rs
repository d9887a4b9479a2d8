//! The condition that a row comes after another one in an order.

use crate::error::Result;
use crate::query::filter::{Arg, Leaf, Node, Operator};
use crate::query::order::OrderTerm;

/// A row whose values in the order's columns are `texts` (`None` for NULL) comes before the rows that meet this.
///
/// `(a, b) > (x, y)` as `a > x or (a = x and b > y)`, since the terms may run in different directions and hold NULL.
pub(super) fn condition(order: &[OrderTerm], texts: &[Option<String>]) -> Result<Node> {
    let mut choices = Vec::new();
    let mut equal = Vec::new();
    for (term, text) in order.iter().zip(texts) {
        let mut all = equal.clone();
        all.push(beyond(term, text.as_deref()));
        choices.push(Node::And(all));
        equal.push(same(term, text.as_deref()));
    }
    Ok(Node::Or(choices))
}

/// The term's column comes strictly after this value.
fn beyond(term: &OrderTerm, text: Option<&str>) -> Node {
    // PostgreSQL takes NULL for larger than every value.
    let nulls_first = term.nulls_first.unwrap_or(term.descending);
    let null = leaf(term, "is", Arg::Word("null"));
    match text {
        None if nulls_first => null.negate(),
        None => Node::Or(Vec::new()),
        Some(text) => {
            let operator = if term.descending { "lt" } else { "gt" };
            let value = leaf(term, operator, Arg::Text(text.to_owned()));
            if nulls_first { value } else { value.or(null) }
        }
    }
}

fn same(term: &OrderTerm, text: Option<&str>) -> Node {
    match text {
        None => leaf(term, "is", Arg::Word("null")),
        Some(text) => leaf(term, "eq", Arg::Text(text.to_owned())),
    }
}

fn leaf(term: &OrderTerm, operator: &'static str, arg: Arg) -> Node {
    Node::Leaf(Leaf {
        column: term.column.clone(),
        negated: false,
        operator: Operator::Plain(operator),
        arg,
        splittable: false,
    })
}
