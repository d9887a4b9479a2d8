//! Reads: all conditions of the scope folded into one parameter, so that no key stands twice.

use std::sync::Arc;

use http::Method;
use http::header::ACCEPT;

use super::condition::{plain_value, write_column, write_operands};
use super::relation::resolve;
use super::select::{order_list, push_key, select_tree};
use super::{ACCEPT_PROFILE, SINGULAR, target, with_preferences, with_schema};
use crate::error::Result;
use crate::http::{Request, Target};
use crate::query::embed::ScopePlan;
use crate::query::filter::{Leaf, Node};
use crate::query::order::OrderTerm;
use crate::query::page::Count;
use crate::schema::{SelectItem, TableMeta};

/// A read, free of types.
#[derive(Debug, Clone)]
pub(crate) struct ReadPlan {
    pub(crate) table: &'static TableMeta,
    pub(crate) schema: Option<Arc<str>>,
    pub(crate) conditions: Vec<Node>,
    pub(crate) order: Vec<OrderTerm>,
    pub(crate) limit: Option<u64>,
    pub(crate) offset: Option<u64>,
    pub(crate) count: Option<Count>,
    /// What is read of embedded rows.
    pub(crate) scopes: Vec<ScopePlan>,
}

impl ReadPlan {
    /// All rows of the table.
    pub(crate) fn new(table: &'static TableMeta, schema: Option<Arc<str>>) -> Self {
        Self {
            table,
            schema,
            conditions: Vec::new(),
            order: Vec::new(),
            limit: None,
            offset: None,
            count: None,
            scopes: Vec::new(),
        }
    }
}

/// What a read asks back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReadShape {
    /// An array of rows.
    Rows,
    /// Exactly one row; else the server answers PGRST116.
    Singular,
}

/// `GET` of rows.
pub(crate) fn select(plan: &ReadPlan, items: &[SelectItem], shape: ReadShape) -> Result<Request> {
    select_with_keys(plan, items, &[], shape)
}

/// The same with columns that a cursor is made of, as text under hidden aliases.
pub(crate) fn select_with_keys(
    plan: &ReadPlan,
    items: &[SelectItem],
    keys: &[String],
    shape: ReadShape,
) -> Result<Request> {
    let mut target = target(plan.table)?;
    let relations = resolve(plan)?;
    let mut select = select_tree(plan.table, items, &relations.embeds);
    for (position, key) in keys.iter().enumerate() {
        push_key(position, key, &mut select);
    }
    target.pair("select", &select);
    relations.push(&mut target);
    if !plan.order.is_empty() {
        target.pair("order", &order_list(&plan.order));
    }
    push_window(plan, &mut target);
    let mut request = Request::new("database.select", Method::GET, target.finish());
    if shape == ReadShape::Singular {
        request = request.header(ACCEPT, SINGULAR);
    }
    finish(request, plan)
}

/// `HEAD` for the number of rows; `GET` of none where the body of an error is wanted.
pub(crate) fn count(plan: &ReadPlan, method: Method) -> Result<Request> {
    let mut target = target(plan.table)?;
    push_first_column(plan, &mut target)?;
    if method == Method::GET {
        target.pair("limit", "0");
    }
    finish(Request::new("database.count", method, target.finish()), plan)
}

/// `GET` of one column of one row.
pub(crate) fn exists(plan: &ReadPlan) -> Result<Request> {
    let mut target = target(plan.table)?;
    push_first_column(plan, &mut target)?;
    target.pair("limit", "1");
    finish(
        Request::new("database.exists", Method::GET, target.finish()),
        plan,
    )
}

fn finish(request: Request, plan: &ReadPlan) -> Result<Request> {
    let request = with_schema(request, ACCEPT_PROFILE, plan.schema.as_deref())?;
    let preferences: Vec<&str> = plan.count.iter().map(|count| count.preference()).collect();
    with_preferences(request, &preferences)
}

/// A column grant may forbid `*`; the first column is one that the caller reads anyway. The conditions come with it.
fn push_first_column(plan: &ReadPlan, target: &mut Target) -> Result<()> {
    let relations = resolve(&ReadPlan {
        scopes: Vec::new(),
        ..plan.clone()
    })?;
    let first = plan.table.columns.first().map(|column| SelectItem::Column {
        alias: None,
        name: column.name,
        cast: None,
    });
    target.pair(
        "select",
        &select_tree(plan.table, first.as_slice(), &relations.embeds),
    );
    relations.push(target);
    Ok(())
}

fn push_window(plan: &ReadPlan, target: &mut Target) {
    write_window("", plan.limit, plan.offset, target);
}

/// `limit` and `offset` under a path. PostgREST refuses `limit=0` beside an offset, which then means nothing.
pub(super) fn write_window(path: &str, limit: Option<u64>, offset: Option<u64>, target: &mut Target) {
    let offset = offset.filter(|_| limit != Some(0));
    for (name, rows) in [("limit", limit), ("offset", offset)] {
        if let Some(rows) = rows {
            target.pair(&format!("{path}{name}"), &rows.to_string());
        }
    }
}

/// Whether the leaf's key survives the gateway's query parser, which gives brackets a meaning.
pub(super) fn is_plain_key(leaf: &Leaf) -> bool {
    let mut key = String::new();
    write_column(&leaf.column, &mut key);
    !key.contains(['[', ']'])
}

/// `column=op.value`
pub(super) fn push_plain(path: &str, leaf: &Leaf, target: &mut Target) {
    let mut key = String::from(path);
    write_column(&leaf.column, &mut key);
    target.pair(&key, &plain_value(leaf));
}

/// One `and`, `or`, `not.and` or `not.or` parameter for all of these.
pub(super) fn push_tree(path: &str, nodes: &[Node], target: &mut Target) {
    let mut value = String::with_capacity(64);
    let key = match nodes {
        [Node::Or(operands)] => {
            write_operands(operands, &mut value);
            "or"
        }
        [Node::Not(inner)] => match inner.as_ref() {
            Node::And(operands) => {
                write_operands(operands, &mut value);
                "not.and"
            }
            Node::Or(operands) => {
                write_operands(operands, &mut value);
                "not.or"
            }
            _ => {
                write_operands(nodes, &mut value);
                "and"
            }
        },
        nodes => {
            write_operands(nodes, &mut value);
            "and"
        }
    };
    if path.is_empty() {
        target.pair(key, &value);
    } else {
        target.pair(&format!("{path}{key}"), &value);
    }
}
