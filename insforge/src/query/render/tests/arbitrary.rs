//! Arbitrary filters, names and texts, with a liking for what has a meaning in some context.

use proptest::prelude::*;

use crate::query::filter::{Arg, Leaf, Node, Operator};
use crate::query::order::OrderTerm;
use crate::schema::{ColumnRef, PathStep};

const SPECIAL: [&str; 32] = [
    "\"",
    "\\",
    ",",
    "(",
    ")",
    "*",
    "%",
    "_",
    "{",
    "}",
    "[",
    "]",
    "=",
    "&",
    "+",
    "#",
    "?",
    ".",
    ":",
    "-",
    ">",
    " ",
    "\t",
    "\n",
    "'",
    "$",
    "null",
    "not.is.null",
    "]=not.is.null",
    "\"),id.not.is.null,(",
    "é",
    "\u{1f600}",
];

/// Any text without NUL, often of hostile pieces.
pub(super) fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        5 => prop::sample::select(SPECIAL.to_vec()).prop_map(str::to_owned),
        2 => "[a-z0-9]{1,3}",
        1 => any::<char>().prop_filter("no NUL", |c| *c != '\0').prop_map(String::from),
    ];
    prop_oneof![
        1 => Just(String::new()),
        8 => prop::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat()),
    ]
}

pub(super) const NAMES: [&str; 42] = [
    "id",
    "title",
    "created_at",
    "limit",
    "offset",
    "order",
    "select",
    "columns",
    "on_conflict",
    "and",
    "or",
    "not",
    "count",
    "schema",
    "constructor",
    "prototype",
    "__proto__",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
    "a.b",
    "a.limit",
    "x.and",
    "a[0]",
    "a[]",
    "]",
    "quo\"te",
    "back\\slash",
    "two words",
    " blank ",
    "größe",
    "a->b",
    "a::text",
    "9lives",
    "is",
];

pub(super) fn name() -> impl Strategy<Value = String> {
    prop_oneof![3 => prop::sample::select(NAMES.to_vec()).prop_map(str::to_owned), 1 => text()]
}

pub(super) fn column() -> impl Strategy<Value = ColumnRef> {
    let step = prop_oneof![
        name().prop_map(|key| PathStep::Key(key.into())),
        "[0-9]{1,3}|-[0-9]".prop_map(|key| PathStep::Key(key.into())),
        any::<i32>().prop_map(PathStep::Index),
        (-3..3).prop_map(PathStep::Index),
    ];
    let path = prop_oneof![3 => Just(Vec::new()), 2 => prop::collection::vec(step, 1..4)];
    (name(), path, any::<bool>()).prop_map(|(name, path, text)| ColumnRef {
        text: text && !path.is_empty(),
        name: name.into(),
        path,
    })
}

const COMPARISONS: [&str; 37] = [
    "eq",
    "neq",
    "gt",
    "gte",
    "lt",
    "lte",
    "like",
    "ilike",
    "match",
    "imatch",
    "isdistinct",
    "cs",
    "cd",
    "ov",
    "sl",
    "sr",
    "nxr",
    "nxl",
    "adj",
    "eq(any)",
    "eq(all)",
    "gt(any)",
    "gt(all)",
    "gte(any)",
    "gte(all)",
    "lt(any)",
    "lt(all)",
    "lte(any)",
    "lte(all)",
    "like(any)",
    "like(all)",
    "ilike(any)",
    "ilike(all)",
    "match(any)",
    "match(all)",
    "imatch(any)",
    "imatch(all)",
];

fn test() -> impl Strategy<Value = (Operator, Arg)> {
    let word = prop::sample::select(vec!["null", "true", "false", "unknown"]);
    let kind = prop::sample::select(vec!["fts", "plfts", "phfts", "wfts"]);
    prop_oneof![
        6 => (prop::sample::select(COMPARISONS.to_vec()), text())
            .prop_map(|(name, text)| (Operator::Plain(name), Arg::Text(text))),
        2 => word.prop_map(|word| (Operator::Plain("is"), Arg::Word(word))),
        3 => prop::collection::vec(text(), 0..4).prop_map(|texts| (Operator::Plain("in"), Arg::List(texts))),
        1 => (kind, prop::option::of("[a-z_0-9]{1,8}"), text())
            .prop_map(|(kind, config, text)| (Operator::Search { kind, config }, Arg::Text(text))),
    ]
}

fn leaf() -> impl Strategy<Value = Node> {
    (column(), any::<bool>(), test()).prop_map(|(column, negated, (operator, arg))| {
        Node::Leaf(Leaf {
            column,
            negated,
            operator,
            arg,
            splittable: false,
        })
    })
}

/// Any condition, as nested as people write them.
pub(super) fn node() -> impl Strategy<Value = Node> {
    leaf().prop_recursive(5, 40, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Node::And),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Node::Or),
            inner.clone().prop_map(|node| Node::Not(Box::new(node))),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| left.and(right)),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| left.or(right)),
            inner.prop_map(Node::negate),
        ]
    })
}

/// Conditions on few columns, so that keys repeat.
pub(super) fn crowded() -> impl Strategy<Value = Vec<Node>> {
    let few = (0..3_usize, any::<bool>(), test()).prop_map(|(which, negated, (operator, arg))| {
        let path = if which == 2 {
            vec![PathStep::Key("k".into())]
        } else {
            Vec::new()
        };
        let name = if which == 1 { "li,mit" } else { "title" };
        let column = ColumnRef {
            name: name.into(),
            text: !path.is_empty(),
            path,
        };
        Node::Leaf(Leaf {
            column,
            negated,
            operator,
            arg,
            splittable: false,
        })
    });
    prop::collection::vec(few, 0..80)
}

pub(super) fn order() -> impl Strategy<Value = OrderTerm> {
    (column(), any::<bool>(), prop::option::of(any::<bool>())).prop_map(
        |(column, descending, nulls_first)| OrderTerm {
            column,
            descending,
            nulls_first,
            through: Vec::new(),
        },
    )
}
