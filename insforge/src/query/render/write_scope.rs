//! What a write reads of embedded rows. PostgREST 12 applies a tree to the written table even where it stands under a
//! path, so a scope is plain keys and nothing else.

use super::condition::write_column;
use super::identifier::write_identifier;
use super::read::{is_plain_key, push_plain};
use super::simplify::{Conjunction, conjunction};
use crate::error::{Error, Result};
use crate::http::Target;
use crate::query::embed::ScopePlan;
use crate::query::filter::{Leaf, Node};
use crate::schema::{Join, SelectItem};

/// Writes the parameters of every scope.
pub(super) fn push_scopes(scopes: &[ScopePlan], target: &mut Target) -> Result<()> {
    for scope in scopes {
        let path = prefix(scope);
        for leaf in plain(scope)? {
            push_plain(&path, &leaf, target);
        }
        if !scope.order.is_empty() || scope.limit.is_some() || scope.offset.is_some() {
            return Err(Error::unsupported(
                "the embedded rows of a write cannot be sorted or limited: PostgREST 12 passes over it. Read the row anew \
                 with `from`, or sort and cut the list",
            ));
        }
    }
    Ok(())
}

/// The scope's conditions, where each can be a key of its own.
fn plain(scope: &ScopePlan) -> Result<Vec<Leaf>> {
    let nodes = match conjunction(&scope.conditions)? {
        Conjunction::True => return Ok(Vec::new()),
        Conjunction::False => {
            return Err(Error::request(
                "the condition on the embedded rows of this write holds for none: select a projection without them",
            ));
        }
        Conjunction::All(nodes) => nodes,
    };
    let mut keys: Vec<String> = Vec::new();
    let mut leaves = Vec::new();
    for node in nodes.into_owned() {
        let Node::Leaf(leaf) = node else {
            return Err(refused());
        };
        let mut key = String::new();
        write_column(&leaf.column, &mut key);
        if !is_plain_key(&leaf) || keys.contains(&key) {
            return Err(refused());
        }
        keys.push(key);
        leaves.push(leaf);
    }
    Ok(leaves)
}

fn refused() -> Error {
    Error::unsupported(
        "the embedded rows of a write take one plain condition a column, without `|`, `!` and relations: PostgREST 12 \
         would apply any other to the written table. Read the row anew with `from`",
    )
}

/// An inner embed would hide rows that are written, and fail a call for one row that is there.
pub(super) fn refuse_inner(items: &[SelectItem]) -> Result<()> {
    let inner = items.iter().any(|item| {
        matches!(
            item,
            SelectItem::Embed {
                join: Join::Inner,
                ..
            } | SelectItem::Spread {
                join: Join::Inner,
                ..
            }
        )
    });
    if inner {
        return Err(Error::unsupported(
            "a write cannot return a projection with an `inner` embed: rows without a related one would be written and \
             not returned. Embed it without `inner`",
        ));
    }
    Ok(())
}

/// `a.b.`
fn prefix(scope: &ScopePlan) -> String {
    let mut out = String::new();
    for alias in &scope.path {
        write_identifier(alias, &mut out);
        out.push('.');
    }
    out
}
