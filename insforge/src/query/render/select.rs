//! Select lists, order lists and column lists.

use std::borrow::Cow;

use super::condition::write_column;
use super::identifier::write_identifier;
use super::relation::{HiddenEmbed, write_link};
use super::spread::Spread;
use crate::error::{Error, Result};
use crate::query::order::OrderTerm;
use crate::schema::{ColumnRef, Join, PathItem, PathStep, SelectItem, TableMeta};

/// `a,b::text,alias:c,alias:table!key(..)`
pub(super) fn select_list(table: &TableMeta, items: &[SelectItem]) -> Result<String> {
    select_tree(table, items, &[])
}

/// The same with hidden embeds where they belong.
pub(super) fn select_tree(table: &TableMeta, items: &[SelectItem], hidden: &[HiddenEmbed]) -> Result<String> {
    if items.is_empty() {
        return Err(Error::request("nothing is selected"));
    }
    let mut out = String::with_capacity(items.len() * 12);
    write_items(table, items, &Place::top(), hidden, &mut out)?;
    Ok(out)
}

/// A text in PostgREST's words, with the hidden embeds behind it.
pub(super) fn select_raw(table: &TableMeta, text: &str, hidden: &[HiddenEmbed]) -> String {
    let mut out = String::from(text);
    write_hidden(table, &[], hidden, &mut out);
    out
}

/// Where items stand.
#[derive(Default)]
pub(super) struct Place {
    /// The aliases that lead there.
    path: Vec<String>,
    /// What the keys of spread columns begin with.
    prefix: String,
}

impl Place {
    fn top() -> Self {
        Self::default()
    }

    fn within(&self, alias: String) -> Self {
        let mut path = self.path.clone();
        path.push(alias);
        Self {
            path,
            prefix: String::new(),
        }
    }

    pub(super) fn spread(&self, prefix: Option<&str>) -> Self {
        let mut all = self.prefix.clone();
        if let Some(prefix) = prefix {
            all.push_str(prefix);
            all.push('.');
        }
        Self {
            path: self.path.clone(),
            prefix: all,
        }
    }

    /// The alias as it stands here.
    fn alias<'a>(&self, alias: &'a str) -> Cow<'a, str> {
        if self.prefix.is_empty() {
            Cow::Borrowed(alias)
        } else {
            Cow::Owned(format!("{}{alias}", self.prefix))
        }
    }
}

pub(super) fn write_items(
    table: &TableMeta,
    items: &[SelectItem],
    place: &Place,
    hidden: &[HiddenEmbed],
    out: &mut String,
) -> Result<()> {
    let start = out.len();
    for (position, item) in items.iter().enumerate() {
        let spread = match item {
            SelectItem::Spread { link, join, .. } => {
                let Some(spread) = Spread::first(table, items, position, link, *join)? else {
                    continue;
                };
                Some(spread)
            }
            _ => None,
        };
        if out.len() > start {
            out.push(',');
        }
        match item {
            SelectItem::Column { alias, name, cast } => {
                if alias.is_some() || !place.prefix.is_empty() {
                    write_identifier(&place.alias(alias.unwrap_or(name)), out);
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
                write_identifier(&place.alias(alias), out);
                out.push(':');
                write_path(name, steps, *text, out);
                write_cast(*cast, out);
            }
            SelectItem::Embed {
                alias,
                link,
                join,
                items,
            } => {
                let alias = place.alias(alias);
                write_link(table, Some(&alias), link, *join, out);
                out.push('(');
                let place = place.within(alias.into_owned());
                write_items((link.target)(), items, &place, hidden, out)?;
                out.push(')');
            }
            SelectItem::Count { alias, link } => {
                write_link(table, Some(&place.alias(alias)), link, Join::Left, out);
                out.push_str("(count)");
            }
            SelectItem::Spread { .. } => {
                if let Some(spread) = spread {
                    spread.write(table, place, out)?;
                }
            }
        }
    }
    write_hidden(table, &place.path, hidden, out);
    Ok(())
}

/// Appends the hidden embeds of this place.
fn write_hidden(table: &TableMeta, path: &[String], hidden: &[HiddenEmbed], out: &mut String) {
    for embed in hidden.iter().filter(|embed| embed.parent == path) {
        if !out.ends_with('(') {
            push_separator(out);
        }
        write_link(table, Some(&embed.alias), &embed.link, Join::Left, out);
        out.push('(');
        let inner: Vec<String> = path.iter().chain([&embed.alias]).cloned().collect();
        for (position, column) in embed.columns.iter().enumerate() {
            if position > 0 {
                out.push(',');
            }
            write_identifier(column, out);
        }
        write_hidden((embed.link.target)(), &inner, hidden, out);
        out.push(')');
    }
}

fn write_path(name: &'static str, steps: &'static [PathItem], text: bool, out: &mut String) {
    let path = steps.iter().map(|step| match step {
        PathItem::Key(key) => PathStep::from(*key),
        PathItem::Index(index) => PathStep::Index(*index),
    });
    let column = ColumnRef {
        path: path.collect(),
        text,
        ..ColumnRef::plain(name)
    };
    write_column(&column, out);
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
pub(crate) fn column_list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
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
