//! Calls of functions: arguments in the query of a `GET` where that is safe, else in the body of a `POST`; filters and
//! orders in the query either way.

use bytes::Bytes;
use http::Method;

use super::identifier::is_bare;
use super::read::ReadPlan;
use super::relation::Relations;
use super::select::push_hidden;
use super::{ACCEPT_PROFILE, CONTENT_PROFILE, refused, with_schema};
use crate::error::{Error, Result};
use crate::http::{Request, Target};
use crate::query::filter::Node;
use crate::query::order::OrderTerm;
use crate::query::page::Count;
use crate::query::rpc::CallPlan;
use crate::schema::SelectItem;

const RPC: &str = "/api/database/rpc";

/// What errors of calls name.
pub(crate) const OPERATION: &str = "database.rpc";

/// The request of a call; `write` adds everything but the arguments.
pub(super) fn request(
    plan: &ReadPlan,
    call: &CallPlan,
    method: Method,
    write: impl Fn(&mut Target, &Method),
) -> Result<Request> {
    if matches!(plan.count, Some(Count::Planned | Count::Estimated)) {
        return Err(Error::unsupported(
            "the planner has no estimate for a function's rows: count them with `Count::Exact`",
        )
        .with_operation(OPERATION));
    }
    let sent = call
        .arguments
        .sent()
        .map_err(|reason| refused(reason).with_operation(OPERATION))?;
    let target = || Target::new(RPC).segment(call.function.name);
    let schema = plan.schema.as_deref();
    if let Some(texts) = sent.texts.filter(|_| call.function.stable)
        && texts.iter().all(|(name, text)| is_safe(name, text))
    {
        let mut target = target()?;
        for (name, text) in texts {
            target.pair(name, text);
        }
        write(&mut target, &method);
        if target.len() <= call.max_url_len {
            let request = Request::new(OPERATION, method, target.finish());
            return with_schema(request, ACCEPT_PROFILE, schema);
        }
    }
    let mut target = target()?;
    write(&mut target, &Method::POST);
    let request = Request::new(OPERATION, Method::POST, target.finish())
        .json_body(Bytes::from(sent.body))
        .idempotent(call.function.stable || call.idempotent);
    with_schema(request, CONTENT_PROFILE, schema)
}

/// Whether PostgREST and the gateway take `name=text` for an argument. PostgREST reads a text that begins like
/// `eq.` or `in.(` as a filter on a column of that name.
fn is_safe(name: &str, text: &str) -> bool {
    let word = text.len() - text.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    let like_an_operator = word > 0 && text.get(word..).is_some_and(|rest| rest.starts_with(['.', '(']));
    is_bare(name) && !like_an_operator
}

/// Adds the columns that conditions and orders speak of and `items` lack: PostgREST asks of the function only what is
/// selected.
pub(super) fn push_columns(
    relations: &Relations<'_>,
    order: &[OrderTerm],
    items: &[SelectItem],
    keys: &[String],
    select: &mut String,
) {
    let names = missing_columns(relations, order, items, keys);
    for (position, name) in names.iter().enumerate() {
        push_hidden(position, name, select);
    }
}

/// The columns that conditions and orders of the call speak of, without those that are selected.
pub(super) fn missing_columns(
    relations: &Relations<'_>,
    order: &[OrderTerm],
    items: &[SelectItem],
    keys: &[String],
) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for node in relations.own_conditions() {
        collect(node, &mut names);
    }
    for term in order.iter().filter(|term| term.through.is_empty()) {
        names.push(term.column.name.clone().into_owned());
    }
    let mut missing: Vec<String> = Vec::new();
    for name in names {
        let selected = items.iter().any(|item| match item {
            SelectItem::Column { name: own, .. } | SelectItem::Path { name: own, .. } => *own == name,
            _ => false,
        });
        // A hidden embed is tested like a column and is none.
        let hidden = relations.embeds.iter().any(|embed| embed.alias == name);
        if !selected && !hidden && !keys.contains(&name) && !missing.contains(&name) {
            missing.push(name);
        }
    }
    missing
}

fn collect(node: &Node, names: &mut Vec<String>) {
    match node {
        Node::Leaf(leaf) => names.push(leaf.column.name.clone().into_owned()),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|node| collect(node, names)),
        Node::Not(inner) => collect(inner, names),
        // What a raw operand names is not known: its columns must be selected.
        Node::Raw(_) | Node::Broken(_) | Node::Related(_) => {}
    }
}
