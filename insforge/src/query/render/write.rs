//! Writes: plain keys, repeated where needed, and a tree only where nothing else says it. PostgREST 12 applies a
//! tree a second time to the rows that it returns, so its columns are selected along, and a tree over a column that
//! is being set cannot return rows.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use http::Method;
use http::header::ACCEPT;

use super::condition::write_column;
use super::read::{is_plain_key, push_plain, push_tree};
use super::select::{column_list, push_hidden, select_list};
use super::simplify::{Conjunction, conjunction};
use super::write_scope::{push_scopes, refuse_inner};
use super::{CONTENT_PROFILE, SINGULAR, target, with_preferences, with_schema};
use crate::error::{Error, Result};
use crate::http::{Request, Target};
use crate::query::embed::ScopePlan;
use crate::query::filter::{Leaf, Node};
use crate::schema::{SelectItem, TableMeta};

/// How often a plain key may stand: the gateway's query parser makes an object of longer arrays.
const MAX_REPEATS: usize = 20;

/// How many plain keys there may be: the gateway drops the parameters beyond 1000, and their conditions with them.
const MAX_PLAIN: usize = 900;

/// Update or delete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Update,
    Delete,
}

/// An update or delete, free of types.
#[derive(Debug)]
pub(crate) struct WritePlan {
    pub(crate) verb: Verb,
    pub(crate) table: &'static TableMeta,
    /// The table's name, where it is known at run time only.
    pub(crate) name: Option<Arc<str>>,
    pub(crate) schema: Option<Arc<str>>,
    pub(crate) conditions: Vec<Node>,
    /// The caller asked for every row in so many words.
    pub(crate) all_rows: bool,
    /// Fail, and roll back, unless exactly one row is touched.
    pub(crate) singular: bool,
    pub(crate) max_affected: Option<u64>,
    pub(crate) idempotent: bool,
}

impl WritePlan {
    pub(crate) fn new(verb: Verb, table: &'static TableMeta, schema: Option<Arc<str>>) -> Self {
        Self {
            verb,
            table,
            name: None,
            schema,
            conditions: Vec::new(),
            all_rows: false,
            singular: false,
            max_affected: None,
            idempotent: false,
        }
    }
}

/// What a write asks back.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Answer<'a> {
    /// The number of rows.
    Count,
    /// The rows.
    Rows {
        items: &'a [SelectItem],
        /// What is read of embedded rows.
        scopes: &'a [ScopePlan],
    },
    /// The rows with all their columns.
    All,
}

/// `PATCH` or `DELETE`. `assigned` and `body` are an update's columns and JSON object.
pub(crate) fn write(
    plan: &WritePlan,
    assigned: &[&str],
    body: Option<Vec<u8>>,
    answer: Answer<'_>,
) -> Result<Request> {
    let (method, operation, name) = match plan.verb {
        Verb::Update => (Method::PATCH, "database.update", "update"),
        Verb::Delete => (Method::DELETE, "database.delete", "delete"),
    };
    let conditions = encode(plan, name)?;
    let mut target = target(plan.table, plan.name.as_deref())?;
    match answer {
        Answer::Count => {}
        Answer::Rows { items, scopes } => {
            refuse_inner(items)?;
            let select = select_with_tree_columns(plan.table, items, &conditions, assigned)?;
            target.pair("select", &select);
            push_scopes(scopes, &mut target)?;
        }
        Answer::All => {
            tree_columns(&conditions, assigned)?;
            target.pair("select", "*");
        }
    }
    for leaf in &conditions.plain {
        push_plain("", leaf, &mut target);
    }
    if !conditions.tree.is_empty() {
        push_tree("", &conditions.tree, &mut target);
    }

    let mut request = Request::new(operation, method, target.finish()).idempotent(plan.idempotent);
    if let Some(body) = body {
        request = request.json_body(Bytes::from(body));
    }
    if plan.singular {
        request = request.header(ACCEPT, SINGULAR);
    }
    let request = with_schema(request, CONTENT_PROFILE, plan.schema.as_deref())?;
    let max = plan.max_affected.map(|max| format!("max-affected={max}"));
    let mut preferences = vec![answer.preference(), "count=exact"];
    if let Some(max) = &max {
        preferences.extend(["handling=strict", max.as_str()]);
    }
    with_preferences(request, &preferences)
}

impl Answer<'_> {
    const fn preference(self) -> &'static str {
        match self {
            Answer::Count => "return=minimal",
            Answer::Rows { .. } | Answer::All => "return=representation",
        }
    }
}

/// A write's conditions in their encoding.
struct Encoded {
    plain: Vec<Leaf>,
    tree: Vec<Node>,
}

fn encode(plan: &WritePlan, name: &str) -> Result<Encoded> {
    let nodes = match conjunction(&plan.conditions)? {
        Conjunction::True if plan.all_rows && plan.conditions.is_empty() => Cow::default(),
        Conjunction::True => {
            return Err(Error::request(format!(
                "the condition of this {name} holds for every row: call `.all_rows()` alone if that is meant"
            )));
        }
        Conjunction::False => {
            return Err(Error::request(format!(
                "the condition of this {name} holds for no row"
            )));
        }
        Conjunction::All(nodes) => nodes,
    };
    let mut encoded = Encoded {
        plain: Vec::new(),
        tree: Vec::new(),
    };
    for node in nodes.into_owned() {
        match node {
            Node::Leaf(leaf) if fits_plain(&leaf, &encoded.plain) => encoded.plain.push(leaf),
            node => encoded.tree.push(node),
        }
    }
    Ok(encoded)
}

/// A JSON path may stand once only: repeated, the gateway makes another key of it, and a DELETE so written deleted
/// every row.
fn fits_plain(leaf: &Leaf, earlier: &[Leaf]) -> bool {
    if earlier.len() >= MAX_PLAIN || !is_plain_key(leaf) {
        return false;
    }
    let key = |leaf: &Leaf| {
        let mut key = String::new();
        write_column(&leaf.column, &mut key);
        key
    };
    let own = key(leaf);
    let repeats = earlier.iter().filter(|other| key(other) == own).count();
    repeats
        < if leaf.column.path.is_empty() {
            MAX_REPEATS
        } else {
            1
        }
}

/// The select list, with the columns of the tree added so that its second application finds them.
fn select_with_tree_columns(
    table: &TableMeta,
    items: &[SelectItem],
    conditions: &Encoded,
    assigned: &[&str],
) -> Result<String> {
    let names = tree_columns(conditions, assigned)?;
    let mut select = select_list(table, items)?;
    for (position, name) in names.iter().enumerate() {
        let selected = items.iter().any(|item| {
            matches!(item, SelectItem::Column { alias: None, name: own, cast: None } if *own == name.as_str())
        });
        if !selected && !table.primary_key.contains(&name.as_str()) {
            push_hidden(position, name, &mut select);
        }
    }
    Ok(select)
}

/// The columns of the tree, none of which may be set where rows are returned.
fn tree_columns(conditions: &Encoded, assigned: &[&str]) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for node in &conditions.tree {
        if holds_raw(node) {
            return Err(Error::unsupported(
                "a write with a raw condition cannot return rows: PostgREST 12 applies it again to what is returned. \
                 Use `execute()`",
            ));
        }
        collect_columns(node, &mut names);
    }
    if let Some(both) = names.iter().find(|name| assigned.contains(&name.as_str())) {
        return Err(Error::unsupported(format!(
            "an update of column `{both}` cannot return rows while an `or`, a `!` or a repeated JSON path filters on \
             the same column: PostgREST 12 would report changed rows as none. Use `execute()`, or select the keys first"
        )));
    }
    Ok(names)
}

fn holds_raw(node: &Node) -> bool {
    match node {
        Node::Raw(_) => true,
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().any(holds_raw),
        Node::Not(inner) => holds_raw(inner),
        Node::Leaf(_) | Node::Broken(_) | Node::Related(_) => false,
    }
}

fn collect_columns(node: &Node, names: &mut Vec<String>) {
    match node {
        Node::Leaf(leaf) => {
            if !names.iter().any(|name| *name == leaf.column.name) {
                names.push(leaf.column.name.clone().into_owned());
            }
        }
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|node| collect_columns(node, names)),
        Node::Not(inner) => collect_columns(inner, names),
        // What a raw operand names is not known: `tree_columns` refuses it.
        Node::Raw(_) => {}
        // Neither reaches a write: the one is an error by then, the other is no `Filter`.
        Node::Broken(_) | Node::Related(_) => {}
    }
}

/// What an insert does on a conflict.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Conflict {
    /// It fails.
    Fail,
    /// It updates the row that is there.
    Merge(&'static [&'static str]),
    /// It leaves the row that is there.
    Ignore(&'static [&'static str]),
}

/// An insert or upsert, free of types.
#[derive(Debug)]
pub(crate) struct InsertPlan {
    pub(crate) table: &'static TableMeta,
    /// The table's name, where it is known at run time only.
    pub(crate) name: Option<Arc<str>>,
    pub(crate) schema: Option<Arc<str>>,
    pub(crate) conflict: Conflict,
    pub(crate) singular: bool,
    pub(crate) idempotent: bool,
}

/// `POST` of a JSON object or, with its columns, of an array: rows may set different ones, and defaults stay defaults.
pub(crate) fn insert(
    plan: &InsertPlan,
    columns: Option<&[&str]>,
    body: Vec<u8>,
    answer: Answer<'_>,
) -> Result<Request> {
    let mut target = target(plan.table, plan.name.as_deref())?;
    match answer {
        Answer::Count => {}
        Answer::Rows { items, scopes } => {
            refuse_inner(items)?;
            target.pair("select", &select_list(plan.table, items)?);
            push_scopes(scopes, &mut target)?;
        }
        Answer::All => target.pair("select", "*"),
    }
    let mut preferences = vec![answer.preference(), "count=exact"];
    if let Some(columns) = columns {
        target.pair("columns", &column_list(columns.iter().copied()));
        preferences.push("missing=default");
    }
    let operation = match plan.conflict {
        Conflict::Fail => "database.insert",
        Conflict::Merge(columns) => {
            push_conflict(columns, &mut target);
            preferences.push("resolution=merge-duplicates");
            "database.upsert"
        }
        Conflict::Ignore(columns) => {
            push_conflict(columns, &mut target);
            preferences.push("resolution=ignore-duplicates");
            "database.upsert"
        }
    };
    let mut request = Request::new(operation, Method::POST, target.finish())
        .json_body(Bytes::from(body))
        .idempotent(plan.idempotent);
    if plan.singular {
        request = request.header(ACCEPT, SINGULAR);
    }
    let request = with_schema(request, CONTENT_PROFILE, plan.schema.as_deref())?;
    with_preferences(request, &preferences)
}

fn push_conflict(columns: &[&str], target: &mut Target) {
    target.pair("on_conflict", &column_list(columns.iter().copied()));
}
