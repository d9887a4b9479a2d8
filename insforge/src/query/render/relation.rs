//! Relations of a read: conditions on related rows become empty embeds under hidden aliases and tests of these
//! aliases; scopes become parameters with a path.

use std::borrow::Cow;

use super::condition::write_column;
use super::identifier::write_identifier;
use super::read::{ReadPlan, is_plain_key, push_plain, push_tree, write_window};
use super::select::{push_order, push_separator};
use super::simplify::{Conjunction, conjunction, never};
use crate::error::{Error, Result};
use crate::http::Target;
use crate::query::filter::{Arg, Leaf, Node, Operator};
use crate::query::order::OrderTerm;
use crate::schema::{ColumnRef, Join, Link, TableMeta};

/// A read's conditions and scopes, each with the path that leads to it.
#[derive(Debug, Default)]
pub(super) struct Relations<'a> {
    /// The hidden embeds and the aliases that lead to their parents.
    pub(super) embeds: Vec<HiddenEmbed>,
    conditions: Vec<(Vec<String>, Cow<'a, [Node]>)>,
    orders: Vec<(Vec<String>, String)>,
    windows: Vec<(Vec<String>, Option<u64>, Option<u64>)>,
    next: usize,
}

/// An embed that nobody reads: an empty one yields no key, and can be tested for NULL; one with columns can be ordered
/// by.
#[derive(Debug)]
pub(super) struct HiddenEmbed {
    pub(super) parent: Vec<String>,
    pub(super) alias: String,
    pub(super) link: Link,
    pub(super) columns: Vec<String>,
}

/// Takes relations out of the conditions on the rows themselves, and nothing else of the plan.
pub(super) fn resolve_conditions(plan: &ReadPlan) -> Result<Relations<'_>> {
    let mut relations = Relations::default();
    relations.add_conditions(
        Vec::new(),
        conjunction(&plan.conditions)?,
        &plan.conditions,
        plan.table,
    )?;
    Ok(relations)
}

/// Takes relations out of the plan.
pub(super) fn resolve(plan: &ReadPlan) -> Result<Relations<'_>> {
    let mut relations = resolve_conditions(plan)?;
    relations.add_order(Vec::new(), &plan.order)?;
    for scope in &plan.scopes {
        let path: Vec<String> = scope.path.iter().map(|alias| (*alias).to_owned()).collect();
        relations.add_conditions(
            path.clone(),
            conjunction(&scope.conditions)?,
            &scope.conditions,
            scope.table,
        )?;
        relations.add_order(path.clone(), &scope.order)?;
        if scope.limit.is_some() || scope.offset.is_some() {
            relations.windows.push((path, scope.limit, scope.offset));
        }
    }
    Ok(relations)
}

impl<'a> Relations<'a> {
    fn add_conditions(
        &mut self,
        path: Vec<String>,
        all: Conjunction<'a>,
        conditions: &[Node],
        table: &TableMeta,
    ) -> Result<()> {
        let nodes = match all {
            Conjunction::True => return Ok(()),
            Conjunction::False => {
                let first = table.columns.first().map(|column| ColumnRef::plain(column.name));
                let Some(column) = first.or_else(|| conditions.iter().find_map(first_column)) else {
                    return Err(Error::request("the condition holds for no row"));
                };
                never(&column).into()
            }
            Conjunction::All(nodes) => nodes,
        };
        if let Cow::Borrowed(_) = nodes {
            // Without relations, as `conjunction` says.
            self.conditions.push((path, nodes));
            return Ok(());
        }
        // The place is taken first, so that conditions stand before those of what they embed.
        let place = self.conditions.len();
        self.conditions.push((path.clone(), Cow::default()));
        let nodes = nodes
            .into_owned()
            .into_iter()
            .map(|node| self.take_relations(&path, node))
            .collect::<Result<Vec<_>>>()?;
        if let Some((_, conditions)) = self.conditions.get_mut(place) {
            *conditions = nodes.into();
        }
        Ok(())
    }

    /// The node with each relation replaced by a test of the alias under which it is embedded.
    fn take_relations(&mut self, path: &[String], node: Node) -> Result<Node> {
        Ok(match node {
            Node::And(nodes) => Node::And(self.take_all(path, nodes)?),
            Node::Or(nodes) => Node::Or(self.take_all(path, nodes)?),
            Node::Not(inner) => Node::Not(Box::new(self.take_relations(path, *inner)?)),
            Node::Related(related) => {
                let alias = format!("__0r{}", self.next);
                self.next += 1;
                self.embeds.push(HiddenEmbed {
                    parent: path.to_vec(),
                    alias: alias.clone(),
                    link: related.link,
                    columns: Vec::new(),
                });
                let inner = path.iter().cloned().chain([alias.clone()]).collect();
                let table = (related.link.target)();
                let conditions = core::slice::from_ref(&*related.condition);
                self.add_conditions(inner, conjunction(conditions)?.into_owned(), conditions, table)?;
                Node::Leaf(Leaf {
                    column: ColumnRef::named(alias),
                    negated: !related.absent,
                    operator: Operator::Plain("is"),
                    arg: Arg::Word("null"),
                    splittable: false,
                })
            }
            other => other,
        })
    }

    fn take_all(&mut self, path: &[String], nodes: Vec<Node>) -> Result<Vec<Node>> {
        nodes
            .into_iter()
            .map(|node| self.take_relations(path, node))
            .collect()
    }

    /// The order as text, with an embed of the column for each term that follows a relation.
    fn add_order(&mut self, path: Vec<String>, terms: &[OrderTerm]) -> Result<()> {
        let mut text = String::with_capacity(terms.len() * 24);
        for term in terms {
            push_separator(&mut text);
            let link = match term.through.as_slice() {
                [] => {
                    push_order(term, &mut text);
                    continue;
                }
                [link] => *link,
                _ => {
                    return Err(Error::unsupported(
                        "rows are ordered by a column of a related row, not by one that is related to that in turn",
                    ));
                }
            };
            let alias = format!("__0o{}", self.next);
            self.next += 1;
            write_identifier(&alias, &mut text);
            push_order(term, &mut text);
            self.embeds.push(HiddenEmbed {
                parent: path.clone(),
                alias,
                link,
                columns: vec![term.column.name.clone().into_owned()],
            });
        }
        if !text.is_empty() {
            self.orders.push((path, text));
        }
        Ok(())
    }

    /// The conditions on the rows themselves.
    pub(super) fn own_conditions(&self) -> impl Iterator<Item = &Node> {
        let own = self.conditions.iter().filter(|(path, _)| path.is_empty());
        own.flat_map(|(_, nodes)| nodes.iter())
    }

    /// Writes the parameters of every scope. Of a function even a single condition is a tree: under its own key it
    /// could be an argument.
    pub(super) fn push(&self, target: &mut Target, of_call: bool) {
        for (path, nodes) in &self.conditions {
            let path = prefix(path);
            match nodes.as_ref() {
                [Node::Leaf(leaf)] if is_plain_key(leaf) && !(of_call && path.is_empty()) => {
                    push_plain(&path, leaf, target);
                }
                nodes => push_tree(&path, nodes, target),
            }
        }
        for (path, order) in &self.orders {
            if path.is_empty() {
                target.pair("order", order);
            } else {
                target.pair(&format!("{}order", prefix(path)), order);
            }
        }
        for (path, limit, offset) in &self.windows {
            write_window(&prefix(path), *limit, *offset, target);
        }
    }
}

/// A column that the condition names.
fn first_column(node: &Node) -> Option<ColumnRef> {
    match node {
        Node::Leaf(leaf) => Some(ColumnRef::named(leaf.column.name.clone().into_owned())),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().find_map(first_column),
        Node::Not(inner) => first_column(inner),
        Node::Raw(_) | Node::Broken(_) | Node::Related(_) => None,
    }
}

/// `a.b.`
fn prefix(path: &[String]) -> String {
    let mut out = String::new();
    for alias in path {
        write_identifier(alias, &mut out);
        out.push('.');
    }
    out
}

/// Appends `alias:table!key`, or `alias:column` where a table refers to itself.
pub(super) fn write_link(parent: &TableMeta, alias: Option<&str>, link: &Link, join: Join, out: &mut String) {
    if let Some(alias) = alias {
        write_identifier(alias, out);
        out.push(':');
    }
    if let Some(function) = link.function {
        write_identifier(function, out);
        return write_join(join, out);
    }
    let table = (link.target)();
    match link.own_column {
        Some(column) if table.name == parent.name && table.schema == parent.schema => {
            write_own_column(column, join, out);
        }
        _ => {
            write_identifier(table.name, out);
            out.push('!');
            write_identifier((link.hint)(), out);
            write_join(join, out);
        }
    }
}

/// Appends a relation by the column of its foreign key.
pub(super) fn write_own_column(column: &'static str, join: Join, out: &mut String) {
    write_column(&ColumnRef::plain(column), out);
    write_join(join, out);
}

fn write_join(join: Join, out: &mut String) {
    if join == Join::Inner {
        out.push_str("!inner");
    }
}
