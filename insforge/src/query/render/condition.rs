//! Conditions as text: keys, operators, values in their contexts, trees.

use super::identifier::{write_identifier, write_json_key, write_quoted};
use crate::query::filter::{Arg, Leaf, Node, Operator};
use crate::schema::{ColumnRef, PathStep};

/// Appends a column, or a path into it, as a key.
pub(super) fn write_column(column: &ColumnRef, out: &mut String) {
    write_identifier(&column.name, out);
    for (position, step) in column.path.iter().enumerate() {
        let last = position + 1 == column.path.len();
        out.push_str(if last && column.text { "->>" } else { "->" });
        match step {
            PathStep::Key(key) => write_json_key(key, out),
            PathStep::Index(index) => out.push_str(&index.to_string()),
        }
    }
}

/// Appends `[not.]operator[(config)].`
fn write_operator(leaf: &Leaf, out: &mut String) {
    if leaf.negated {
        out.push_str("not.");
    }
    match &leaf.operator {
        Operator::Plain(name) => out.push_str(name),
        Operator::Search { kind, config } => {
            out.push_str(kind);
            if let Some(config) = config {
                out.push('(');
                out.push_str(config);
                out.push(')');
            }
        }
    }
    out.push('.');
}

/// The right side of `column=…`, where a value runs to the end and is never quoted.
pub(super) fn plain_value(leaf: &Leaf) -> String {
    let mut out = String::with_capacity(32);
    if let Some(leaf) = as_equality(leaf) {
        return plain_value(&leaf);
    }
    write_operator(leaf, &mut out);
    match &leaf.arg {
        Arg::Text(text) => out.push_str(text),
        Arg::Word(word) => out.push_str(word),
        Arg::List(texts) => write_list(texts, &mut out),
    }
    out
}

/// Appends a tree operand: `column.operator.value`, or `and(..)`, `not.or(..)`.
pub(super) fn write_tree(node: &Node, out: &mut String) {
    match node {
        Node::Leaf(leaf) => {
            write_column(&leaf.column, out);
            out.push('.');
            write_tree_value(leaf, out);
        }
        Node::And(nodes) => write_group("and", nodes, out),
        Node::Or(nodes) => write_group("or", nodes, out),
        Node::Raw(text) => out.push_str(text),
        // Before a comparison `not` has another place, and what a raw operand is, is not known.
        Node::Not(inner) if matches!(**inner, Node::Raw(_)) => {
            out.push_str("not.");
            write_group("and", core::slice::from_ref(&**inner), out);
        }
        Node::Not(inner) => {
            out.push_str("not.");
            write_tree(inner, out);
        }
        // `simplify` turned the one into an error before, `embed` the other into a test of an alias.
        Node::Broken(_) | Node::Related(_) => {}
    }
}

fn write_tree_value(leaf: &Leaf, out: &mut String) {
    if let Some(leaf) = as_equality(leaf) {
        return write_tree_value(&leaf, out);
    }
    write_operator(leaf, out);
    match &leaf.arg {
        Arg::Text(text) => write_element(text, out),
        Arg::Word(word) => out.push_str(word),
        Arg::List(texts) => write_list(texts, out),
    }
}

fn write_group(name: &str, nodes: &[Node], out: &mut String) {
    out.push_str(name);
    write_operands(nodes, out);
}

/// Appends `(a,b,..)`, the value of an `and` or `or` parameter.
pub(super) fn write_operands(nodes: &[Node], out: &mut String) {
    out.push('(');
    for (position, node) in nodes.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        write_tree(node, out);
    }
    out.push(')');
}

fn write_list(texts: &[String], out: &mut String) {
    out.push('(');
    for (position, text) in texts.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        write_element(text, out);
    }
    out.push(')');
}

/// Appends a list element or tree operand: bare when it can only be read as itself, else quoted.
pub(super) fn write_element(text: &str, out: &mut String) {
    let bare = !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b':'));
    if bare {
        out.push_str(text);
    } else {
        write_quoted(text, out);
    }
}

/// `in.("")` would be read as the empty list, so a list of the empty string alone goes as `eq.`.
fn as_equality(leaf: &Leaf) -> Option<Leaf> {
    match &leaf.arg {
        Arg::List(texts) if matches!(texts.as_slice(), [only] if only.is_empty()) => Some(Leaf {
            operator: Operator::Plain("eq"),
            arg: Arg::Text(String::new()),
            ..leaf.clone()
        }),
        _ => None,
    }
}
