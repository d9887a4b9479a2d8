//! Select lists, order lists and column lists.

use super::condition::write_column;
use super::identifier::write_identifier;
use super::relation::{HiddenEmbed, write_link};
use crate::query::order::OrderTerm;
use crate::schema::{ColumnRef, Join, PathItem, PathStep, SelectItem, TableMeta};

/// `a,b::text,alias:c,alias:table!key(..)`
pub(super) fn select_list(table: &TableMeta, items: &[SelectItem]) -> String {
    select_tree(table, items, &[])
}

/// The same with hidden embeds where they belong.
pub(super) fn select_tree(table: &TableMeta, items: &[SelectItem], hidden: &[HiddenEmbed]) -> String {
    let mut out = String::with_capacity(items.len() * 12);
    write_items(table, items, &mut Vec::new(), hidden, &mut out);
    out
}

fn write_items(
    table: &TableMeta,
    items: &[SelectItem],
    path: &mut Vec<String>,
    hidden: &[HiddenEmbed],
    out: &mut String,
) {
    let start = out.len();
    let separate = |out: &mut String| {
        if out.len() > start {
            out.push(',');
        }
    };
    for item in items {
        separate(out);
        match item {
            SelectItem::Column { alias, name, cast } => {
                if let Some(alias) = alias {
                    write_identifier(alias, out);
                    out.push(':');
                }
                write_identifier(name, out);
                write_cast(*cast, out);
            }
            SelectItem::Path {
                alias,
                name,
                steps,
                text,
                cast,
            } => {
                write_identifier(alias, out);
                out.push(':');
                let path = steps.iter().map(|step| match step {
                    PathItem::Key(key) => PathStep::from(*key),
                    PathItem::Index(index) => PathStep::Index(*index),
                });
                write_column(
                    &ColumnRef {
                        path: path.collect(),
                        text: *text,
                        ..ColumnRef::plain(name)
                    },
                    out,
                );
                write_cast(*cast, out);
            }
            SelectItem::Embed {
                alias,
                link,
                join,
                items,
            } => {
                write_link(table, alias, link, *join == Join::Inner, out);
                out.push('(');
                path.push((*alias).to_owned());
                write_items((link.target)(), items, path, hidden, out);
                path.pop();
                out.push(')');
            }
            SelectItem::Count { alias, link } => {
                write_link(table, alias, link, false, out);
                out.push_str("(count)");
            }
        }
    }
    let own: Vec<&HiddenEmbed> = hidden.iter().filter(|embed| embed.parent == *path).collect();
    for embed in own {
        separate(out);
        write_link(table, &embed.alias, &embed.link, false, out);
        out.push('(');
        path.push(embed.alias.clone());
        for (position, column) in embed.columns.iter().enumerate() {
            if position > 0 {
                out.push(',');
            }
            write_identifier(column, out);
        }
        write_items((embed.link.target)(), &[], path, hidden, out);
        path.pop();
        out.push(')');
    }
}

fn write_cast(cast: Option<&str>, out: &mut String) {
    if let Some(cast) = cast {
        out.push_str("::");
        out.push_str(cast);
    }
}

/// Adds a column under a hidden alias, which decoders pass over. Hidden aliases begin with `__0`, as no field can.
pub(super) fn push_hidden(position: usize, name: &str, out: &mut String) {
    push_separator(out);
    out.push_str("__0f");
    out.push_str(&position.to_string());
    out.push(':');
    write_identifier(name, out);
}

/// Adds a column as text under a hidden alias.
pub(super) fn push_key(position: usize, name: &str, out: &mut String) {
    push_separator(out);
    out.push_str("__0k");
    out.push_str(&position.to_string());
    out.push(':');
    write_identifier(name, out);
    out.push_str("::text");
}

/// `a.desc.nullslast,b.asc`
pub(crate) fn order_list(terms: &[OrderTerm]) -> String {
    let mut out = String::new();
    for term in terms {
        push_separator(&mut out);
        push_order(term, &mut out);
    }
    out
}

/// `a.desc.nullslast`, or `(a).desc.nullslast` behind the alias of a relation.
pub(super) fn push_order(term: &OrderTerm, out: &mut String) {
    if term.through.is_empty() {
        write_column(&term.column, out);
    } else {
        out.push('(');
        write_column(&term.column, out);
        out.push(')');
    }
    out.push_str(if term.descending { ".desc" } else { ".asc" });
    if let Some(first) = term.nulls_first {
        out.push_str(if first { ".nullsfirst" } else { ".nullslast" });
    }
}

/// `a,b`
pub(super) fn column_list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for name in names {
        push_separator(&mut out);
        write_identifier(name, &mut out);
    }
    out
}

pub(super) fn push_separator(out: &mut String) {
    if !out.is_empty() {
        out.push(',');
    }
}
