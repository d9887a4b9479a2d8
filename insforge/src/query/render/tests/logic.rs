//! What a filter means: the same form for a filter and for what the server understood, and its value on a row.

use super::ast::{Field, Key, Predicate, Step, Test, Tree};
use crate::query::filter::{Arg, Leaf, Node, Operator};
use crate::schema::PathStep;

/// A condition as a formula, however it is encoded.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Formula {
    Constant(bool),
    Predicate(Predicate),
    Not(Box<Formula>),
    All(Vec<Formula>),
    Any(Vec<Formula>),
}

impl Formula {
    pub(super) fn of_node(node: &Node) -> Self {
        match node {
            Node::Leaf(leaf) => Self::of_leaf(leaf),
            Node::And(nodes) => Self::All(nodes.iter().map(Self::of_node).collect()),
            Node::Or(nodes) => Self::Any(nodes.iter().map(Self::of_node).collect()),
            Node::Not(inner) => Self::Not(Box::new(Self::of_node(inner))),
            Node::Related(related) => panic!("{related:?} is no condition of the table alone"),
            Node::Raw(text) => panic!("{text}"),
            Node::Broken(reason) => panic!("{reason}"),
        }
    }

    fn of_leaf(leaf: &Leaf) -> Self {
        let no_text = || Test::Compare {
            operator: "eq".into(),
            quantifier: None,
            value: String::new(),
        };
        let test = match (&leaf.operator, &leaf.arg) {
            (Operator::Plain(_), Arg::List(texts)) => match texts.as_slice() {
                [] if leaf.negated => return Self::Constant(true),
                // The server reads `in.()` as the list of nothing, spelled as one empty text.
                [] => Test::In(vec![String::new()]),
                [only] if only.is_empty() => no_text(),
                texts => Test::In(texts.to_vec()),
            },
            (Operator::Plain(_), Arg::Word(word)) => Test::Is((*word).to_owned()),
            (Operator::Plain(name), Arg::Text(value)) => {
                let (operator, quantifier) = match name.split_once('(') {
                    Some((operator, quantifier)) => {
                        (operator, Some(quantifier.trim_end_matches(')').to_owned()))
                    }
                    None => (*name, None),
                };
                Test::Compare {
                    operator: operator.to_owned(),
                    quantifier,
                    value: value.clone(),
                }
            }
            (Operator::Search { kind, config }, Arg::Text(words)) => Test::Search {
                kind: (*kind).to_owned(),
                config: config.clone(),
                words: words.clone(),
            },
            other => panic!("no such leaf: {other:?}"),
        };
        let last = leaf.column.path.len();
        let path = leaf.column.path.iter().enumerate().map(|(at, step)| Step {
            text: leaf.column.text && at + 1 == last,
            to: match step {
                PathStep::Key(key) => Key::Name(key.to_string()),
                PathStep::Index(index) => Key::Index(i64::from(*index)),
            },
        });
        let field = Field {
            name: leaf.column.name.to_string(),
            path: path.collect(),
        };
        Self::Predicate(Predicate {
            field,
            negated: leaf.negated,
            test,
        })
    }

    pub(super) fn of_trees(trees: &[Tree]) -> Self {
        Self::All(trees.iter().map(Self::of_tree).collect())
    }

    fn of_tree(tree: &Tree) -> Self {
        match tree {
            Tree::Leaf(predicate) => Self::Predicate(predicate.clone()),
            Tree::Group { negated, all, nodes } => {
                let nodes = nodes.iter().map(Self::of_tree).collect();
                let group = if *all { Self::All(nodes) } else { Self::Any(nodes) };
                if *negated {
                    Self::Not(Box::new(group))
                } else {
                    group
                }
            }
        }
    }

    /// Constants gone, groups of one kind within another opened, groups of one unwrapped, no double negation.
    pub(super) fn canonical(&self) -> Self {
        match self {
            Self::Constant(_) | Self::Predicate(_) => self.clone(),
            Self::Not(inner) => match inner.canonical() {
                Self::Constant(value) => Self::Constant(!value),
                Self::Predicate(predicate) => Self::Predicate(Predicate {
                    negated: !predicate.negated,
                    ..predicate
                }),
                Self::Not(inner) => *inner,
                group => Self::Not(Box::new(group)),
            },
            Self::All(nodes) => Self::group(nodes, true),
            Self::Any(nodes) => Self::group(nodes, false),
        }
    }

    fn group(nodes: &[Self], all: bool) -> Self {
        let mut flat = Vec::new();
        for node in nodes {
            match node.canonical() {
                Self::Constant(value) if value == all => {}
                Self::Constant(value) => return Self::Constant(value),
                Self::All(inner) if all => flat.extend(inner),
                Self::Any(inner) if !all => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Self::Constant(all),
            1 => flat.remove(0),
            _ if all => Self::All(flat),
            _ => Self::Any(flat),
        }
    }

    /// The value in SQL's three-valued logic, where `truth` is each comparison's on some row.
    pub(super) fn value(&self, truth: &impl Fn(&Predicate) -> Option<bool>) -> Option<bool> {
        match self {
            Self::Constant(value) => Some(*value),
            Self::Predicate(predicate) if predicate.negated => truth(&Predicate {
                negated: false,
                ..predicate.clone()
            })
            .map(|value| !value),
            Self::Predicate(predicate) => truth(predicate),
            Self::Not(inner) => inner.value(truth).map(|value| !value),
            Self::All(nodes) => Self::fold(nodes, true, truth),
            Self::Any(nodes) => Self::fold(nodes, false, truth),
        }
    }

    fn fold(nodes: &[Self], all: bool, truth: &impl Fn(&Predicate) -> Option<bool>) -> Option<bool> {
        let values: Vec<_> = nodes.iter().map(|node| node.value(truth)).collect();
        if values.contains(&Some(!all)) {
            Some(!all)
        } else if values.contains(&None) {
            None
        } else {
            Some(all)
        }
    }

    /// The predicates in the order of the plain form of a write: sorted, for where order does not matter.
    pub(super) fn sorted(&self) -> Vec<String> {
        let parts = match self {
            Self::All(nodes) => nodes.clone(),
            other => vec![other.clone()],
        };
        let mut texts: Vec<_> = parts.iter().map(|part| format!("{part:?}")).collect();
        texts.sort();
        texts
    }

    pub(super) fn size(&self) -> usize {
        match self {
            Self::Constant(_) => 0,
            Self::Predicate(_) => 1,
            Self::Not(inner) => inner.size(),
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().map(Self::size).sum(),
        }
    }
}
