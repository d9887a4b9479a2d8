//! Constants folded out of a condition, nested groups flattened.

use std::borrow::Cow;

use crate::error::{Error, Result};
use crate::query::filter::{Arg, Leaf, Node, Operator, Related};

use super::refused;
use crate::schema::ColumnRef;

/// A condition free of constants.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Simple {
    /// Every row.
    True,
    /// No row.
    False,
    Node(Node),
}

/// How deep conditions may nest. PostgREST's parser recurses, and so does ours.
const MAX_DEPTH: usize = 64;

/// The conjunction of these conditions: its operands, or the constant that it is.
pub(super) enum Conjunction<'a> {
    True,
    False,
    All(Cow<'a, [Node]>),
}

impl Conjunction<'_> {
    pub(super) fn into_owned(self) -> Conjunction<'static> {
        match self {
            Self::True => Conjunction::True,
            Self::False => Conjunction::False,
            Self::All(nodes) => Conjunction::All(Cow::Owned(nodes.into_owned())),
        }
    }
}

pub(super) fn conjunction(conditions: &[Node]) -> Result<Conjunction<'_>> {
    if !conditions.is_empty() && conditions.iter().all(|node| is_simple(node, true)) {
        return Ok(Conjunction::All(Cow::Borrowed(conditions)));
    }
    Ok(match group(conditions, true, 0)? {
        Simple::True => Conjunction::True,
        Simple::False => Conjunction::False,
        Simple::Node(Node::And(nodes)) => Conjunction::All(Cow::Owned(nodes)),
        Simple::Node(node) => Conjunction::All(Cow::Owned(vec![node])),
    })
}

/// Whether the node is plainly as [`simplify`] would leave it, comparisons and `or` groups of them: what most
/// conditions are, and need not be copied for.
fn is_simple(node: &Node, top: bool) -> bool {
    match node {
        Node::Leaf(leaf) => !matches!(&leaf.arg, Arg::List(texts) if texts.is_empty()),
        Node::Or(operands) => top && operands.len() > 1 && operands.iter().all(|node| is_simple(node, false)),
        _ => false,
    }
}

fn simplify(node: &Node, depth: usize) -> Result<Simple> {
    if depth > MAX_DEPTH {
        return Err(Error::request(format!(
            "conditions nest deeper than {MAX_DEPTH} levels"
        )));
    }
    Ok(match node {
        Node::Broken(reason) => return Err(refused(reason)),
        Node::Leaf(leaf) if matches!(&leaf.arg, Arg::List(texts) if texts.is_empty()) && leaf.negated => {
            Simple::True
        }
        Node::Leaf(_) | Node::Raw(_) => Simple::Node(node.clone()),
        Node::Related(related) => {
            let condition = match simplify(&related.condition, depth + 1)? {
                // No row meets the condition: none is there.
                Simple::False => {
                    return Ok(if related.absent {
                        Simple::True
                    } else {
                        Simple::False
                    });
                }
                Simple::True => Node::And(Vec::new()),
                Simple::Node(condition) => condition,
            };
            Simple::Node(Node::Related(Related {
                condition: Box::new(condition),
                ..related.clone()
            }))
        }
        Node::And(nodes) => group(nodes, true, depth)?,
        Node::Or(nodes) => group(nodes, false, depth)?,
        Node::Not(inner) => match simplify(inner, depth + 1)? {
            Simple::True => Simple::False,
            Simple::False => Simple::True,
            Simple::Node(inner) => Simple::Node(inner.negate()),
        },
    })
}

/// A group with its constants gone, its nested groups of the same kind opened, and unwrapped when it holds one.
fn group(nodes: &[Node], all: bool, depth: usize) -> Result<Simple> {
    let (neutral, absorbing) = if all {
        (Simple::True, Simple::False)
    } else {
        (Simple::False, Simple::True)
    };
    let mut operands = Vec::with_capacity(nodes.len());
    let mut absorbed = false;
    for node in nodes {
        match simplify(node, depth + 1)? {
            simple if simple == neutral => {}
            simple if simple == absorbing => absorbed = true,
            Simple::Node(Node::And(inner)) if all => operands.extend(inner),
            Simple::Node(Node::Or(inner)) if !all => operands.extend(inner),
            Simple::Node(node) => operands.push(node),
            Simple::True | Simple::False => {}
        }
    }
    if absorbed {
        return Ok(absorbing);
    }
    Ok(match operands.len() {
        0 => neutral,
        1 => operands.pop().map_or(neutral, Simple::Node),
        _ if all => Simple::Node(Node::And(operands)),
        _ => Simple::Node(Node::Or(operands)),
    })
}

/// A condition on `column` that no row meets.
pub(super) fn never(column: &ColumnRef) -> Vec<Node> {
    let leaf = |negated| {
        Node::Leaf(Leaf {
            column: column.clone(),
            negated,
            operator: Operator::Plain("is"),
            arg: Arg::Word("null"),
            splittable: false,
        })
    };
    vec![leaf(false), leaf(true)]
}
